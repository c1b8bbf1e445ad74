package io.skyv.control.ledger;

/** An invariant of the books does not hold: a bug. The ledger takes nothing more, and what it said last is not committed. */
public final class LedgerBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerBrokenException(String message) {
        super(message);
    }
}
