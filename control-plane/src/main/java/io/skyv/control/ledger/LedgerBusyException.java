package io.skyv.control.ledger;

/** The ledger cannot take an operation just now; nothing was done, and the same may be asked again a little later. */
public final class LedgerBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerBusyException(String message) {
        super(message);
    }
}
