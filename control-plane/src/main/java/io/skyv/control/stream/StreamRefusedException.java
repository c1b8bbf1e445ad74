package io.skyv.control.stream;

/** A box offers what it may not, or what no stream can be. The message is for the box's log. */
public final class StreamRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public StreamRefusedException(String message) {
        super(message);
    }

    public StreamRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
