package io.skyv.control.journal;

import io.skyv.proto.sign.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The books as they come back from a store: from a snapshot and the blocks after it, or from all blocks. */
public final class Recovery {
    /** Rows that are read at once. */
    static final int PAGE_ROWS = 200;

    private Recovery() {}

    /** @throws DamagedBlockException naming the first block that is not as it was written, or the snapshot's last one */
    public static Chain newest(BlockStore store) {
        return at(store, Long.MAX_VALUE);
    }

    /** The books as they were after so many blocks. */
    public static Chain at(BlockStore store, long blocks) {
        return at(store, blocks, () -> {});
    }

    private static Chain at(BlockStore store, long blocks, Runnable breath) {
        Chain chain = restored(store, blocks, breath);
        follow(store, chain, blocks, row -> {
            chain.accept(row);
            breath.run();
        });
        chain.forgetChanges();
        return chain;
    }

    /** Believes no snapshot; comes to the same. */
    public static Chain fromTheBeginning(BlockStore store) {
        Chain chain = new Chain();
        follow(store, chain, Long.MAX_VALUE, row -> chain.accept(row));
        chain.forgetChanges();
        return chain;
    }

    /**
     * Tells all blocks from {@code after + 1} to {@code last} once more, with what each changed. Does again all from the
     * newest snapshot that is not after them, and needs memory for a second state meanwhile.
     */
    public static void retell(BlockStore store, long after, long last, Consumer<KeptBlock> listener) {
        Chain chain = at(store, after);
        follow(store, chain, last, row -> listener.accept(accept(chain, row)));
    }

    /**
     * Has a snapshot kept of all that the store has by now, by doing again what came after the last one: whoever writes
     * meanwhile is not held up. Needs memory for a second state meanwhile.
     *
     * @param breath is called often, and may wait, so that this takes no more of the machine than it should; what it
     *     throws ends this
     * @return number of the last block in it
     */
    public static long makeSnapshot(BlockStore store, Runnable breath) {
        Chain chain = at(store, Long.MAX_VALUE, breath);
        if (chain.blocks() > 0) {
            List<byte[]> chunks = SnapshotChunks.pack(records -> chain.writeSnapshot(record -> {
                records.accept(record);
                breath.run();
            }));
            store.keep(new BlockStore.Snapshot(chain.blocks(), chunks));
        }
        return chain.blocks();
    }

    /** Accepts all blocks that the store has after the chain's, and tells each. */
    static void follow(BlockStore store, Chain chain, Consumer<KeptBlock> listener) {
        follow(store, chain, Long.MAX_VALUE, row -> listener.accept(accept(chain, row)));
    }

    private static KeptBlock accept(Chain chain, BlockRow row) {
        List<Entry> entries = chain.accept(row);
        return new KeptBlock(row.header(), chain.hash(), entries, chain.takeChanges());
    }

    private static void follow(BlockStore store, Chain chain, long last, Consumer<BlockRow> each) {
        while (chain.blocks() < last) {
            int limit = (int) Math.min(PAGE_ROWS, last - chain.blocks());
            List<BlockRow> rows = store.readAfter(chain.blocks(), limit);
            rows.forEach(each);
            if (rows.size() < limit) {
                return;
            }
        }
    }

    private static Chain restored(BlockStore store, long blocks, Runnable breath) {
        Optional<BlockStore.Snapshot> newest = store.newestSnapshot(blocks);
        if (newest.isEmpty()) {
            return new Chain();
        }
        BlockStore.Snapshot snapshot = newest.get();
        try {
            Chain chain = Chain.readSnapshot(SnapshotChunks.unpack(snapshot.chunks(), breath));
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
