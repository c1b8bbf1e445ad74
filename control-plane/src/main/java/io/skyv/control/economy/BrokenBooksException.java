package io.skyv.control.economy;

/** The money held is not the supply, or something is negative: a bug, after which nothing here is to be believed. */
public final class BrokenBooksException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenBooksException(String message) {
        super(message);
    }
}
