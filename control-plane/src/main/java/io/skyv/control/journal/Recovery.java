package io.skyv.control.journal;

import io.skyv.proto.sign.MalformedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The books as they come back from a store: from a snapshot and the blocks after it, or from all blocks. */
public final class Recovery {
    /** Rows that are read at once; those of two pages are in memory, with all their entries. */
    static final int PAGE_ROWS = 100;

    private Recovery() {}

    /**
     * The books as of the last block.
     *
     * @param ahead reads and opens blocks while those before them are done again
     * @throws DamagedBlockException naming the first block that is not as it was written, or the snapshot's last one
     */
    public static Chain newest(BlockSource store, Ahead ahead) {
        return at(store, Long.MAX_VALUE, ahead);
    }

    /** The books as they were after so many blocks. */
    public static Chain at(BlockSource store, long blocks, Ahead ahead) {
        return at(store, blocks, ahead, () -> {});
    }

    private static Chain at(BlockSource store, long blocks, Ahead ahead, Runnable breath) {
        Chain chain = restored(store, blocks, breath);
        new Pages(store, blocks, ahead, breath).follow(chain.blocks(), block -> {
            chain.accept(block);
            breath.run();
        });
        chain.forgetChanges();
        return chain;
    }

    /** Believes no snapshot; comes to the same. */
    public static Chain fromTheBeginning(BlockSource store) {
        Chain chain = new Chain();
        new Pages(store, Long.MAX_VALUE, Ahead.NOTHING, () -> {}).follow(0, chain::accept);
        chain.forgetChanges();
        return chain;
    }

    /**
     * Tells all blocks from {@code after + 1} to {@code last} once more, with what each changed. Does again all from the
     * newest snapshot that is not after them, and needs memory for a second state meanwhile.
     */
    public static void retell(BlockSource store, long after, long last, Consumer<KeptBlock> listener) {
        Chain chain = at(store, after, Ahead.NOTHING);
        follow(store, chain, last, listener);
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
        Chain chain = at(store, Long.MAX_VALUE, Ahead.NOTHING, breath);
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
    static void follow(BlockSource store, Chain chain, Consumer<KeptBlock> listener) {
        follow(store, chain, Long.MAX_VALUE, listener);
    }

    private static void follow(BlockSource store, Chain chain, long last, Consumer<KeptBlock> listener) {
        new Pages(store, last, Ahead.NOTHING, () -> {}).follow(chain.blocks(), block -> {
            List<Entry> entries = chain.accept(block);
            listener.accept(new KeptBlock(block.header(), chain.hash(), entries, chain.takeChanges()));
        });
    }

    /**
     * Blocks up to {@code last}, page by page: while one is taken over the next is read.
     *
     * @param breath is called for each block that was opened
     */
    private record Pages(BlockSource store, long last, Ahead ahead, Runnable breath) {
        /** A page that is not full is the last one, even if more was kept meanwhile. */
        void follow(long after, Consumer<OpenedBlock> each) {
            List<OpenedBlock> page = read(after).get();
            while (!page.isEmpty()) {
                Supplier<List<OpenedBlock>> next =
                        page.size() == PAGE_ROWS ? read(page.getLast().header().number()) : List::of;
                page.forEach(each);
                page = next.get();
            }
        }

        private Supplier<List<OpenedBlock>> read(long after) {
            int limit = (int) Math.min(PAGE_ROWS, last - after);
            return limit <= 0
                    ? List::of
                    : ahead.begin(() -> store.readAfter(after, limit).stream()
                            .map(this::open)
                            .toList());
        }

        private OpenedBlock open(BlockRow row) {
            breath.run();
            return OpenedBlock.of(row);
        }
    }

    private static Chain restored(BlockSource store, long blocks, Runnable breath) {
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
