package io.skyv.control.ledger;

/**
 * The ledger cannot take an operation just now, and has told nobody that it did. The same, by its id, may be asked again a
 * little later: it is done once.
 */
public final class LedgerBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerBusyException(String message) {
        super(message);
    }
}
