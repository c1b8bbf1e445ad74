package io.skyv.box.store;

/** What was waited for will not come. */
public final class RingClosedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RingClosedException(String message) {
        super(message);
    }
}
