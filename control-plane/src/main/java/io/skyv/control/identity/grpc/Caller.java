package io.skyv.control.identity.grpc;

import io.skyv.proto.id.BoxId;
import java.time.Instant;

/** The box behind the current gRPC call, known by the client certificate of its TLS connection. */
public interface Caller {
    /**
     * To be asked at the beginning of the call, on the thread that gRPC calls the service on.
     *
     * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED without a client certificate or TLS; PERMISSION_DENIED
     *     for a certificate that is not a valid operating certificate of a box that is still a member
     */
    BoxId requireOperating();

    /** When the certificate ends that {@link #requireOperating} has just accepted. */
    Instant certificateEnds();
}
