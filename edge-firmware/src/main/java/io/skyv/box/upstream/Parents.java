package io.skyv.box.upstream;

import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.UpstreamGrant;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Asks the control plane for parent boxes, each time with a fresh hash chain. */
final class Parents {
    private final ControlPlane controlPlane;
    private final long grantBytes;
    private final SecureRandom random = new SecureRandom();

    Parents(ControlPlane controlPlane, long grantBytes) {
        this.controlPlane = controlPlane;
        this.grantBytes = Math.min(grantBytes, Grant.MAX_SIGNED_BYTES);
    }

    /** A parent to receive from, and what it is paid with. */
    record Parent(UpstreamGrant grant, Wallet wallet) {
        BoxId box() {
            return grant.grant().grant().box();
        }
    }

    CompletionStage<Parent> request(StreamId stream, RenditionName rendition, Set<BoxId> avoid) {
        byte[] secret = new byte[Digest.BYTES];
        random.nextBytes(secret);
        int units = Math.toIntExact(Math.ceilDiv(grantBytes, (long) Grant.UNIT_BYTES));
        HashChain chain = HashChain.of(Digest.of(secret), units);
        return controlPlane
                .requestGrant(stream, rendition, grantBytes, chain.anchor(), avoid)
                .thenApply(grant -> new Parent(grant, new Wallet(grant.grant().grant(), chain)));
    }
}
