package io.skyv.control.journal;

import java.util.List;
import java.util.Optional;

/** Where blocks and snapshots are read. Any call may fail with a {@link StoreUnavailableException}. */
public interface BlockSource {
    /** The rows after {@code number}, in order, at most {@code limit}. */
    List<BlockRow> readAfter(long number, int limit);

    /** The one with most blocks of those with at most {@code blocks}. */
    Optional<BlockStore.Snapshot> newestSnapshot(long blocks);
}
