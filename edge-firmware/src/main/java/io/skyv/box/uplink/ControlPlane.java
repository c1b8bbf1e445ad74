package io.skyv.box.uplink;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What the box asks of and tells the control plane. Nothing here blocks. */
public interface ControlPlane {
    /**
     * Asks for a grant to receive a stream from whichever box the control plane picks.
     *
     * @param maxBytes most that this receiver will pay for, in bytes
     * @param anchor w_0 of this receiver's hash chain
     * @param avoid boxes that failed this receiver
     * @return fails with {@link GrantRefusedException} when there is none, also when the control plane is away
     */
    CompletionStage<UpstreamGrant> requestGrant(
            StreamId stream, RenditionName rendition, long maxBytes, Digest anchor, Set<BoxId> avoid);

    /**
     * This box makes the stream and serves it. Remembered, and said again after each reconnect; a later offer of the
     * same stream replaces it.
     */
    void offer(StreamOffer offer);

    /** The stream has ended. Unknown ones are ignored. */
    void withdraw(StreamId stream);

    /** Whether the session is open now. */
    boolean connected();
}
