package io.skyv.together;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Grants signed with the control plane's own key, read from its data directory: for terms that it would not give, such as
 * a bitrate above what any link carries. The ledger knows nothing of them.
 */
final class OperatorGrants {
    private static final long LIFE_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long NO_LIMIT_BPS = 1_000_000_000_000L;
    private static final int RANDOM_BYTES = 12;

    private final PrivateKey key;
    private final String box;
    private final String stream;
    private final SecureRandom random = new SecureRandom();

    private OperatorGrants(PrivateKey key, String box, String stream) {
        this.key = key;
        this.box = box;
        this.stream = stream;
    }

    /** @param network whose control plane has been started */
    static OperatorGrants of(Network network, String box, String stream) throws IOException, MalformedException {
        Path file = network.directory().resolve("control").resolve("keys").resolve("grant.key");
        return new OperatorGrants(KeyFiles.readKeyPair(file).getPrivate(), box, stream);
    }

    /** For a player that does not pay, and as fast as it can. */
    SignedGrant unsigned() {
        return grant(Grant.MAX_BYTES, Digest.ZERO, false);
    }

    /** @param anchor of a chain of {@link Grant#MAX_UNITS} steps */
    SignedGrant signed(Digest anchor) {
        return grant(Grant.MAX_SIGNED_BYTES, anchor, true);
    }

    private SignedGrant grant(long maxBytes, Digest anchor, boolean signed) {
        byte[] unique = new byte[RANDOM_BYTES];
        random.nextBytes(unique);
        long now = System.currentTimeMillis();
        return SignedGrant.sign(
                new Grant(
                        GrantId.of(0, unique),
                        new AccountId("broadcaster"),
                        new BoxId(box),
                        new StreamId(stream),
                        new RenditionName("main"),
                        0,
                        Grant.OPEN_END,
                        maxBytes,
                        Grant.UNIT_BYTES,
                        0,
                        anchor,
                        now,
                        now + LIFE_MILLIS,
                        1,
                        signed,
                        signed ? 0 : NO_LIMIT_BPS),
                key);
    }
}
