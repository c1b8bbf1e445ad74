package io.skyv.control.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A store in memory that can fail before it does something, after it did, or do it much later. What was not done when
 * somebody asked may still come to be done; what was kept stays.
 */
public final class FakeBlockStore implements BlockStore {
    /** Mistakes of a store that tests plant, to see that they are found. */
    enum Bug {
        NONE,
        /** Who lost the lease can still write, over what is there. */
        IGNORES_THE_LEASE,
        /** Says that a block is kept, and sometimes it is not. */
        SAYS_KEPT_TOO_EARLY,
        /** Two can take the lease at once. */
        GIVES_THE_LEASE_TWICE
    }

    /** One call in so many goes wrong while {@link #faulty}. */
    private static final int FAULT_EACH = 6;

    private static final long NEVER = -1_000_000_000_000L;

    private final Random random;
    private final Bug bug;
    private final TreeMap<Long, BlockRow> rows = new TreeMap<>();
    private final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
    private final List<Runnable> stalled = new ArrayList<>();
    private long generation;
    private long nowMillis;
    private long heardMillis = NEVER;
    boolean faulty = true;

    FakeBlockStore(Random random, Bug bug) {
        this.random = random;
        this.bug = bug;
    }

    public FakeBlockStore() {
        this(new Random(0), Bug.NONE);
        faulty = false;
    }

    /** The store's own clock goes on; something that had stalled may be done now. */
    public void pass(long millis) {
        nowMillis += millis;
        if (!stalled.isEmpty() && random.nextInt(4) == 0) {
            stalled.remove(random.nextInt(stalled.size())).run();
        }
    }

    /** No more faults; half of what had stalled is done, half never. */
    void heal() {
        faulty = false;
        while (!stalled.isEmpty()) {
            Runnable late = stalled.removeFirst();
            if (random.nextBoolean()) {
                late.run();
            }
        }
    }

    public List<BlockRow> rows() {
        return List.copyOf(rows.values());
    }

    public void replace(BlockRow row) {
        rows.put(row.number(), row);
    }

    void remove(long number) {
        rows.remove(number);
    }

    @Override
    public Appended append(BlockRow row) {
        fault(() -> keep(row));
        if (bug == Bug.SAYS_KEPT_TOO_EARLY && random.nextInt(20) == 0) {
            return Appended.KEPT;
        }
        return keep(row);
    }

    private Appended keep(BlockRow row) {
        BlockRow there = rows.get(row.number());
        if (there != null && there.hash().equals(row.hash())) {
            return Appended.KEPT;
        }
        if (bug == Bug.IGNORES_THE_LEASE) {
            rows.put(row.number(), row);
            return Appended.KEPT;
        }
        if (row.header().generation() != generation || row.number() != rows.size() + 1) {
            return Appended.LEASE_LOST;
        }
        rows.put(row.number(), row);
        heardMillis = nowMillis;
        return Appended.KEPT;
    }

    @Override
    public List<BlockRow> readAfter(long number, int limit) {
        fault(() -> {});
        return rows.tailMap(number, false).values().stream().limit(limit).toList();
    }

    @Override
    public Lease lease() {
        fault(() -> {});
        return new Lease(generation, heardMillis, nowMillis - heardMillis);
    }

    @Override
    public boolean renew(long ofGeneration) {
        fault(() -> renewNow(ofGeneration));
        return renewNow(ofGeneration);
    }

    private boolean renewNow(long ofGeneration) {
        if (ofGeneration != generation) {
            return false;
        }
        heardMillis = nowMillis;
        return true;
    }

    @Override
    public void release(long ofGeneration) {
        fault(() -> releaseNow(ofGeneration));
        releaseNow(ofGeneration);
    }

    private void releaseNow(long ofGeneration) {
        if (ofGeneration == generation) {
            heardMillis = NEVER;
        }
    }

    @Override
    public Optional<Long> take(long ofGeneration) {
        fault(() -> takeNow(ofGeneration));
        return takeNow(ofGeneration);
    }

    private Optional<Long> takeNow(long ofGeneration) {
        if (ofGeneration != generation) {
            return Optional.empty();
        }
        if (bug == Bug.GIVES_THE_LEASE_TWICE && generation > 0 && random.nextBoolean()) {
            return Optional.of(generation);
        }
        generation++;
        heardMillis = nowMillis;
        return Optional.of(generation);
    }

    @Override
    public void keep(Snapshot snapshot) {
        fault(() -> keepNow(snapshot));
        keepNow(snapshot);
    }

    private void keepNow(Snapshot snapshot) {
        snapshots.put(snapshot.blocks(), snapshot);
        while (snapshots.size() > MAX_SNAPSHOTS) {
            snapshots.pollFirstEntry();
        }
    }

    @Override
    public Optional<Snapshot> newestSnapshot(long blocks) {
        fault(() -> {});
        return snapshots.headMap(blocks, true).values().stream().reduce((_, later) -> later);
    }

    /** Sometimes fails: before, after, or with {@code work} still to come. */
    private void fault(Runnable work) {
        if (!faulty || random.nextInt(FAULT_EACH) != 0) {
            return;
        }
        String how = switch (random.nextInt(3)) {
            case 0 -> "before it was done";
            case 1 -> {
                work.run();
                yield "after it was done";
            }
            default -> {
                stalled.add(work);
                yield "while it was done";
            }
        };
        throw new StoreUnavailableException("the connection broke " + how);
    }
}
