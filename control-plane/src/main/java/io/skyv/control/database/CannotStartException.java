package io.skyv.control.database;

/** The control plane cannot start. The message is one line that says what is wrong and what to do. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    public CannotStartException(String message) {
        super(oneLine(message));
    }

    public CannotStartException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " / ");
    }
}
