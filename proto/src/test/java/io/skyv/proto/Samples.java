package io.skyv.proto;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.Price;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.Manifest.Kind;
import io.skyv.proto.sign.Digest;
import java.util.random.RandomGenerator;

/** Manifests and grants of every shape there is, out of a seed. */
public final class Samples {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";

    private final RandomGenerator random;

    public Samples(RandomGenerator random) {
        this.random = random;
    }

    public Manifest manifest() {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        boolean part = kind == Kind.PART;
        return new Manifest(
                kind,
                new StreamId(id()),
                new RenditionName(id()),
                count(0xffff_ffffL),
                count(Long.MAX_VALUE),
                part ? (int) count(Integer.MAX_VALUE) : 0,
                count(Long.MAX_VALUE),
                count(Long.MAX_VALUE),
                count(Long.MAX_VALUE),
                random.nextBoolean(),
                part && random.nextBoolean(),
                digest(),
                random.nextBoolean() ? digest() : Digest.ZERO,
                kind == Kind.SEGMENT ? digest() : Digest.ZERO);
    }

    public Grant grant() {
        boolean signed = random.nextBoolean();
        int unitBytes = 1 + (int) count(Integer.MAX_VALUE - 1);
        long most = signed ? Math.min(Grant.MAX_BYTES, (long) Grant.MAX_UNITS * unitBytes) : Grant.MAX_BYTES;
        long from = count(Long.MAX_VALUE);
        long issued = count(Long.MAX_VALUE - 1);
        return new Grant(
                GrantId.of(count(0xffff_ffffL), digest().bytes()),
                new AccountId(id()),
                new BoxId(id()),
                new StreamId(id()),
                new RenditionName(id()),
                from,
                random.nextBoolean() ? Grant.OPEN_END : from + count(Long.MAX_VALUE - from),
                1 + count(most - 1),
                unitBytes,
                count(Price.MAX_MICROS_PER_GIB),
                signed ? digest() : Digest.ZERO,
                issued,
                issued + 1 + count(Long.MAX_VALUE - issued - 1),
                count(Long.MAX_VALUE),
                signed,
                signed ? 0 : 1 + count(Long.MAX_VALUE - 1));
    }

    public String id() {
        StringBuilder id = new StringBuilder();
        for (int length = random.nextInt(1, 65); length > 0; length--) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    public Digest digest() {
        byte[] bytes = new byte[Digest.BYTES];
        random.nextBytes(bytes);
        return Digest.of(bytes);
    }

    /** 0 to {@code most}, of any magnitude, and often one of both ends. */
    private long count(long most) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> most;
            default -> Math.min(most, random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
        };
    }
}
