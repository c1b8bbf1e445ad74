package io.skyv.ota;

/** An update that could not be made or was refused; what was trusted before is trusted still, and may be tried again. */
public final class UpdateException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, for programs; the message is for people. */
    public enum Problem {
        /** Not what the format allows. */
        MALFORMED,
        /** Fewer good signatures than the role's threshold. */
        UNSIGNED,
        /** Older than what was trusted already. */
        ROLLBACK,
        /** Over its date: the repository stands still, or somebody keeps news away. */
        EXPIRED,
        /** Not the version, length, hash or type that was promised. */
        MISMATCH,
        /** More bytes than allowed. */
        TOO_LONG,
        /** Fewer bytes a second than allowed. */
        TOO_SLOW,
        /** The server says that it has no such file. */
        NOT_THERE,
        /** The server could not be asked. */
        UNREACHABLE,
        /** This machine's disk did not do as it was told. */
        DISK,
        /** No role that may speak for the path knows it. */
        NO_SUCH_TARGET
    }

    private final Problem problem;

    public UpdateException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    public UpdateException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public static UpdateException malformed(String message) {
        return new UpdateException(Problem.MALFORMED, message);
    }

    public Problem problem() {
        return problem;
    }
}
