package io.skyv.control.journal;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows the journal block by block, and becomes the writer when the writer is silent, or when asked to. */
public final class Standby {
    /** A writer that was not heard for so long, by the store's clock, is taken to be dead. */
    public static final long SILENCE_MILLIS = 3_000;

    private final BlockStore store;
    private final Chain chain;
    private final Consumer<KeptBlock> listener;
    private BlockStore.@Nullable Lease seen;
    private boolean known;

    /**
     * @param chain is the standby's from now on
     * @param listener is told of each block that somebody else had kept, and once it writes of its own
     */
    public Standby(BlockStore store, Chain chain, Consumer<KeptBlock> listener) {
        this.store = store;
        this.chain = chain;
        this.listener = listener;
    }

    /** Whether the writer was heard since this standby first looked. */
    public boolean knowsAWriter() {
        return known;
    }

    /** To be called often: catches up, and takes over if the writer is silent. */
    public Optional<Writer> step() {
        try {
            BlockStore.Lease lease = look();
            return lease.silentMillis() >= SILENCE_MILLIS
                    ? Writer.takeOver(store, chain, lease, listener)
                    : Optional.empty();
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    /** Catches up, and takes nothing over. */
    public void follow() {
        try {
            look();
        } catch (StoreUnavailableException e) {
            // the next time
        }
    }

    private BlockStore.Lease look() {
        Recovery.follow(store, chain, listener);
        BlockStore.Lease lease = store.lease();
        look(lease);
        return lease;
    }

    /** A writer that is silent since before the first look may be dead: only one that is heard anew surely lives. */
    private void look(BlockStore.Lease lease) {
        BlockStore.Lease before = seen;
        known = known
                || before != null
                        && (lease.generation() != before.generation()
                                || lease.heardAtMillis() != before.heardAtMillis());
        seen = lease;
    }
}
