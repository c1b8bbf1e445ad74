package io.skyv.control.ledger;

/** The journal's database does not answer now. What was to be written is kept and tried again. */
public final class JournalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
