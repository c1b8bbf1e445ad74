package io.skyv.control.journal;

import java.util.List;
import java.util.Optional;

/**
 * Where blocks, snapshots and the lease are kept for good. Each call does all or nothing. Any call may fail with a
 * {@link StoreUnavailableException}, after which it may have been done or not, or be done later.
 */
public interface BlockStore extends BlockSource {
    /** What came of an append. */
    enum Appended {
        /** The block is there for good; also if it was there already. */
        KEPT,
        /** Somebody else has taken the lease: nothing was written, and nothing will be. */
        LEASE_LOST
    }

    /**
     * The lease as it stands.
     *
     * @param generation 0 before the first
     * @param heardAtMillis when its holder was last heard, by the store's own clock
     * @param silentMillis how long ago that is, by the same
     */
    record Lease(long generation, long heardAtMillis, long silentMillis) {}

    /**
     * A state that replay can begin from.
     *
     * @param blocks number of the last block in it
     * @param chunks {@link SnapshotChunks} of {@link Chain#writeSnapshot}
     */
    record Snapshot(long blocks, List<byte[]> chunks) {
        public Snapshot {
            chunks = List.copyOf(chunks);
        }
    }

    /** Snapshots that are kept; older ones go when a newer one comes. */
    int MAX_SNAPSHOTS = 2;

    /** Keeps a block if the lease is still of its generation and it is the next one. */
    Appended append(BlockRow row);

    Lease lease();

    /** Tells that the holder of this generation lives; false if the lease is another's by now. */
    boolean renew(long generation);

    /** Gives the lease of this generation up: its holder counts as silent for ever. Does nothing if it is another's. */
    void release(long generation);

    /**
     * Takes the lease if it is still of {@code generation}: from then on it is of the next one, and no append of an
     * older one succeeds.
     *
     * @return the generation of the new lease; nothing if somebody else was first
     */
    Optional<Long> take(long generation);

    void keep(Snapshot snapshot);
}
