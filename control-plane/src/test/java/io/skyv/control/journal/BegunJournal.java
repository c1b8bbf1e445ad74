package io.skyv.control.journal;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import java.util.List;

/** A store that a ledger comes back from with given books, without the millions of blocks that led to them. */
public final class BegunJournal {
    private BegunJournal() {}

    /** @param store without blocks */
    public static void keep(BlockStore store, Economy economy) {
        long generation = store.take(store.lease().generation()).orElseThrow();
        Entry entry = new Entry(OperationId.of(0, 0, 0), new Operation.CloseGrant("-"), Outcome.Applied.NOTHING_MOVED);
        BlockRow row = BlockRow.seal(1, 1, generation, Digest.ZERO, List.of(entry.encode()));
        store.append(row);
        store.keep(new BlockStore.Snapshot(1, SnapshotChunks.pack(records -> {
            records.accept(new CanonicalWriter(Chain.SNAPSHOT_DOMAIN)
                    .u64(1)
                    .digest(row.hash())
                    .u64(generation)
                    .u64(0)
                    .toBytes());
            economy.writeSnapshot(records);
        })));
        store.release(generation);
    }
}
