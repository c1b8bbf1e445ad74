package io.skyv.control.ledger;

/** Another writer has put another block at this number: this one must stop. */
public final class JournalConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalConflictException(String message) {
        super(message);
    }
}
