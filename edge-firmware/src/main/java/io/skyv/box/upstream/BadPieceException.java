package io.skyv.box.upstream;

/** A parent box sent something that its source did not sign, or not the bytes that it signed. */
final class BadPieceException extends Exception {
    private static final long serialVersionUID = 1L;

    BadPieceException(String message) {
        super(message);
    }

    BadPieceException(String message, Throwable cause) {
        super(message, cause);
    }
}
