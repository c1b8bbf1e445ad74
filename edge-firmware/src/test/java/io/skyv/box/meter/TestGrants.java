package io.skyv.box.meter;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import java.security.KeyPair;
import java.util.function.UnaryOperator;

/** Grants as a control plane would make them, with a key of its own. */
public final class TestGrants {
    public static final BoxId BOX = new BoxId("box-1");
    public static final StreamId STREAM = new StreamId("box-0.camera");
    public static final RenditionName MAIN = new RenditionName("main");
    public static final long NOW_MILLIS = 1_800_000_000_000L;
    public static final long HOUR_MILLIS = 3_600_000;

    public final KeyPair key = P256.generate();
    public final HashChain chain = HashChain.of(Digest.sha256(new byte[] {1}), 64);
    private int made;

    /** What of a grant a test may want otherwise. */
    public record Terms(
            BoxId box, StreamId stream, long maxBytes, long issuedAtMillis, long expiresAtMillis, long maxBitrateBps) {
        public Terms box(BoxId other) {
            return new Terms(other, stream, maxBytes, issuedAtMillis, expiresAtMillis, maxBitrateBps);
        }

        public Terms stream(StreamId other) {
            return new Terms(box, other, maxBytes, issuedAtMillis, expiresAtMillis, maxBitrateBps);
        }

        public Terms maxBytes(long bytes) {
            return new Terms(box, stream, bytes, issuedAtMillis, expiresAtMillis, maxBitrateBps);
        }

        public Terms issuedAt(long millis) {
            return new Terms(box, stream, maxBytes, millis, millis + HOUR_MILLIS, maxBitrateBps);
        }

        public Terms plain(long bitrateBps) {
            return new Terms(box, stream, maxBytes, issuedAtMillis, expiresAtMillis, bitrateBps);
        }
    }

    public SignedGrant grant() {
        return grant(terms -> terms);
    }

    public SignedGrant grant(UnaryOperator<Terms> change) {
        return grant(change, key, chain.anchor());
    }

    public SignedGrant grant(UnaryOperator<Terms> change, KeyPair signer, Digest anchor) {
        Terms terms =
                change.apply(new Terms(BOX, STREAM, 64L * Grant.UNIT_BYTES, NOW_MILLIS, NOW_MILLIS + HOUR_MILLIS, 0));
        boolean signed = terms.maxBitrateBps() == 0;
        byte[] random = new byte[12];
        random[11] = (byte) ++made;
        Grant grant = new Grant(
                GrantId.of(0, random),
                new AccountId("payer"),
                terms.box(),
                terms.stream(),
                MAIN,
                0,
                Grant.OPEN_END,
                terms.maxBytes(),
                Grant.UNIT_BYTES,
                1_000_000,
                signed ? anchor : Digest.ZERO,
                terms.issuedAtMillis(),
                terms.expiresAtMillis(),
                7,
                signed,
                terms.maxBitrateBps());
        return SignedGrant.sign(grant, signer.getPrivate());
    }

    public Receipt receipt(SignedGrant grant, int index) {
        return new Receipt(grant.grant().id(), index, chain.value(index));
    }
}
