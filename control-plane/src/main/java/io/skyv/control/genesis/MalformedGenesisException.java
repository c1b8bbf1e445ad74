package io.skyv.control.genesis;

/** A genesis file that no network can begin with. The message names the file and the place in it, and says what to do. */
public final class MalformedGenesisException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedGenesisException(String message) {
        super(message);
    }

    MalformedGenesisException(String message, Throwable cause) {
        super(message, cause);
    }
}
