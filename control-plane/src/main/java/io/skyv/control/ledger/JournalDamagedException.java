package io.skyv.control.ledger;

/** A row of the journal is not what was written. The start stops here; a backup of the database is needed. */
public final class JournalDamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long block;

    public JournalDamagedException(long block, String what) {
        super("block " + block + " of the ledger's journal is damaged: " + what);
        this.block = block;
    }

    /** The number at which the journal stops making sense. */
    public long block() {
        return block;
    }
}
