package io.skyv.box.meter;

import java.util.Optional;

/**
 * Why a request is not served.
 *
 * @param detail says what is wrong and, where the receiver can do something, what
 * @param due index to pay, for {@link Code#PAYMENT_DUE}
 * @param paid index paid, for {@link Code#PAYMENT_DUE}
 */
public record Refusal(Code code, String detail, Optional<Integer> due, Optional<Integer> paid) {
    /** Codes of docs/protocol.md, with the HTTP status that goes with each. */
    public enum Code {
        MALFORMED(400, "malformed", "The request cannot be read"),
        GRANT_MISSING(401, "grant-missing", "A grant is needed"),
        PAYMENT_DUE(402, "payment-due", "Less is paid than this needs"),
        GRANT_FORGED(403, "grant-forged", "The grant is not the control plane's"),
        GRANT_EXPIRED(403, "grant-expired", "The grant has expired"),
        GRANT_WRONG_BOX(403, "grant-wrong-box", "The grant is for another box"),
        GRANT_WRONG_STREAM(403, "grant-wrong-stream", "The grant is for something else"),
        GRANT_USED_UP(403, "grant-used-up", "The grant is used up"),
        GRANT_CLOSED(403, "grant-closed", "The grant is closed"),
        RECEIPT_INVALID(403, "receipt-invalid", "The receipt proves nothing"),
        BITRATE_EXCEEDED(403, "bitrate-exceeded", "The grant's bitrate is exceeded"),
        NOT_FOUND(404, "not-found", "Not here"),
        TOO_LARGE(413, "too-large", "Requests have no body"),
        SLOW_DOWN(429, "slow-down", "Too much in a short time"),
        NOT_READY(503, "not-ready", "Not in time");

        private final int status;
        private final String text;
        private final String title;

        Code(int status, String text, String title) {
            this.status = status;
            this.text = text;
            this.title = title;
        }

        public int status() {
            return status;
        }

        /** As it stands in problem documents and metrics. */
        public String text() {
            return text;
        }

        public String title() {
            return title;
        }
    }

    public static Refusal of(Code code, String detail) {
        return new Refusal(code, detail, Optional.empty(), Optional.empty());
    }

    static Refusal paymentDue(int due, int paid) {
        return new Refusal(
                Code.PAYMENT_DUE,
                "Send a receipt with index " + due + " or above; " + paid + " is paid.",
                Optional.of(due),
                Optional.of(paid));
    }
}
