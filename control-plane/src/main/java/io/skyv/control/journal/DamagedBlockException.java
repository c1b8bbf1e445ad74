package io.skyv.control.journal;

/** A block is not what was written: nothing goes on past it. */
public final class DamagedBlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final long block;

    public DamagedBlockException(long block, String what) {
        super("block " + block + " of the journal is damaged: " + what
                + "; restore the database from its backup, or begin with an empty one");
        this.block = block;
    }

    public long block() {
        return block;
    }
}
