package io.skyv.box.uplink;

/** Why there is no grant. The message is the control plane's own where it gave one. */
public final class GrantRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What was wrong, and whether the same request may do better later. */
    public enum Reason {
        UNKNOWN_STREAM(true),
        NO_BOX(true),
        TOO_MANY_GRANTS(true),
        PAYER_CANNOT_PAY(true),
        UNREACHABLE(true),
        MALFORMED(false),
        NOT_ALLOWED(false);

        private final boolean retriable;

        Reason(boolean retriable) {
            this.retriable = retriable;
        }

        public boolean retriable() {
            return retriable;
        }
    }

    private final Reason reason;

    public GrantRefusedException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public GrantRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
