package io.skyv.box.upstream;

import java.util.Locale;

/** The parent box did not give what was asked. */
final class ParentException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What that means for who asked. */
    enum Reason {
        /** 404: it has gone, or never came. */
        NOT_THERE,
        /** 503 or a time-out: asking again makes sense. */
        NOT_READY,
        /** 401, 403: another grant is needed. */
        GRANT_REFUSED,
        /** No connection, or one that broke. */
        UNREACHABLE,
        /** Anything that a box does not do. */
        PROTOCOL;

        /** As metrics say it. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    ParentException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ParentException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
