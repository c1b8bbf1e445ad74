package io.skyv.proto.sign;

/** Bytes from outside that are not what they should be. The message says what is wrong, and can be shown to the sender. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
