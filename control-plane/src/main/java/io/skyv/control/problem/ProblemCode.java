package io.skyv.control.problem;

import io.grpc.Status;

/** Everything that can be wrong with a request, and its status over HTTP and gRPC. */
public enum ProblemCode {
    MALFORMED("malformed", 400, "The request cannot be read", Status.Code.INVALID_ARGUMENT),
    UNKNOWN_STREAM("unknown-stream", 404, "No such stream", Status.Code.NOT_FOUND),
    UNKNOWN_RENDITION("unknown-rendition", 404, "No such rendition", Status.Code.NOT_FOUND),
    UNKNOWN_GRANT("unknown-grant", 404, "No such grant", Status.Code.NOT_FOUND),
    UNKNOWN_ACCOUNT("unknown-account", 404, "No such account", Status.Code.NOT_FOUND),
    UNKNOWN_ROUND("unknown-round", 404, "No such round", Status.Code.NOT_FOUND),
    UNKNOWN_BLOCK("unknown-block", 404, "No such block", Status.Code.NOT_FOUND),
    NO_SUCH_TRANSCODER("unknown-transcoder", 404, "No such transcoder", Status.Code.NOT_FOUND),
    NOT_FOUND("not-found", 404, "Nothing is here", Status.Code.NOT_FOUND),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "Not with this method", Status.Code.UNIMPLEMENTED),
    NOT_ACCEPTABLE("not-acceptable", 406, "Not in this form", Status.Code.INVALID_ARGUMENT),
    TOO_LARGE("too-large", 413, "The request is too large", Status.Code.INVALID_ARGUMENT),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "Not in this form", Status.Code.INVALID_ARGUMENT),
    TOO_MANY_GRANTS("too-many-grants", 429, "Too many open grants", Status.Code.RESOURCE_EXHAUSTED),
    TOO_MANY_REPORTS("too-many-reports", 429, "Too many reports", Status.Code.RESOURCE_EXHAUSTED),
    NO_BOX("no-box", 503, "No box can serve it now", Status.Code.UNAVAILABLE),
    BUSY("busy", 503, "Too much to do just now", Status.Code.UNAVAILABLE),
    INTERNAL("internal", 500, "A fault of ours", Status.Code.INTERNAL),

    ALREADY_BEGUN("already_begun", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    INVALID_ID("invalid_id", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    INVALID_AMOUNT("invalid_amount", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    INSUFFICIENT_FUNDS("insufficient_funds", 409, "The payer has too little", Status.Code.FAILED_PRECONDITION),
    GRANT_EXISTS("grant_exists", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    INVALID_GRANT("invalid_grant", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    LEDGER_UNKNOWN_GRANT("unknown_grant", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    OVER_GRANT("over_grant", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    INVALID_PARAMETER("invalid_parameter", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    NOT_BEGUN("not_begun", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    UNKNOWN_TRANSCODER("unknown_transcoder", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    BELOW_MINIMUM_BOND("below_minimum_bond", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    NOTHING_PENDING("nothing_pending", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    INSUFFICIENT_STAKE("insufficient_stake", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    TOO_MANY_LOCKS("too_many_locks", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    UNKNOWN_LOCK("unknown_lock", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    STILL_UNBONDING("still_unbonding", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    NOT_OWNER("not_owner", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    NOT_ELECTED("not_elected", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    NOTHING_TO_CLAIM("nothing_to_claim", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    BOX_BONDED("box_bonded", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION),
    ALREADY_SLASHED("already_slashed", 409, "Refused by the ledger", Status.Code.FAILED_PRECONDITION);

    private final String code;
    private final int httpStatus;
    private final String title;
    private final Status.Code grpcStatus;

    ProblemCode(String code, int httpStatus, String title, Status.Code grpcStatus) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.title = title;
        this.grpcStatus = grpcStatus;
    }

    /** As in {@code urn:skyv:problem:<code>}. */
    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    public String title() {
        return title;
    }

    public Status.Code grpcStatus() {
        return grpcStatus;
    }
}
