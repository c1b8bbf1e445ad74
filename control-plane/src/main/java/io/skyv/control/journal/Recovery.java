package io.skyv.control.journal;

import io.skyv.proto.sign.MalformedException;
import java.util.List;

/** The books as they come back from a store: from the newest snapshot and the blocks after it, or from all blocks. */
public final class Recovery {
    /** Rows that are read at once. */
    static final int PAGE_ROWS = 200;

    private Recovery() {}

    /** @throws DamagedBlockException naming the first block that is not as it was written, or the snapshot's last one */
    public static Chain newest(BlockStore store) {
        Chain chain = store.newestSnapshot().map(Recovery::restored).orElseGet(Chain::new);
        follow(store, chain);
        return chain;
    }

    /** Believes no snapshot; comes to the same. */
    public static Chain fromTheBeginning(BlockStore store) {
        Chain chain = new Chain();
        follow(store, chain);
        return chain;
    }

    /** Accepts all blocks that the store has after the chain's. */
    static void follow(BlockStore store, Chain chain) {
        List<BlockRow> rows;
        do {
            rows = store.readAfter(chain.blocks(), PAGE_ROWS);
            rows.forEach(chain::accept);
        } while (rows.size() == PAGE_ROWS);
    }

    private static Chain restored(BlockStore.Snapshot snapshot) {
        try {
            Chain chain = Chain.readSnapshot(snapshot.records().iterator());
            if (chain.blocks() != snapshot.blocks()) {
                throw new MalformedException("the snapshot is of block " + chain.blocks());
            }
            return chain;
        } catch (MalformedException e) {
            throw new DamagedBlockException(
                    snapshot.blocks(), "its snapshot is not what was written (" + e.getMessage() + ")");
        }
    }
}
