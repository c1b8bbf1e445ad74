package io.skyv.control.identity.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.skyv.control.identity.Refusal;

/** How gRPC says why a box is refused: a status, and the reason's label before the description. */
final class Refusals {
    private Refusals() {}

    static StatusRuntimeException status(Refusal reason, String detail) {
        Status status = switch (reason) {
            case NO_CERTIFICATE -> Status.UNAUTHENTICATED;
            case UNKNOWN_CA, EXPIRED, NOT_A_BOX, WRONG_KEY, REVOKED, UNKNOWN_BOX, OPERATING_NEEDED ->
                Status.PERMISSION_DENIED;
            case MALFORMED_REQUEST, BIRTH_KEY_REUSED -> Status.INVALID_ARGUMENT;
        };
        return status.withDescription(reason.label() + ": " + detail).asRuntimeException();
    }
}
