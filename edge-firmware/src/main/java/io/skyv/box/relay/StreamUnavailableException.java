package io.skyv.box.relay;

/** The box cannot serve a stream; the message can be shown to who asked for it. */
public final class StreamUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /** @param retryable whether asking again a little later makes sense */
    public StreamUnavailableException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
