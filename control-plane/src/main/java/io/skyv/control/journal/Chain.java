package io.skyv.control.journal;

import io.skyv.control.economy.BrokenBooksException;
import io.skyv.control.economy.Changes;
import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The books as of a block, and the way to the next one: sealed here from what was asked, or accepted from a store after
 * doing all of it again. Pure; not for more than one thread.
 */
public final class Chain {
    /** Most operations that a block has. */
    public static final int MAX_ENTRIES = 1_000;

    private static final String FULL = "the round has had as many operations as the ledger can remember;"
            + " ask again when the next one has begun, with a new id";

    /**
     * Operations with ids of one round that are taken at most; what people ask after that waits for the next round. Each
     * takes {@link #BYTES_OF_AN_OUTCOME} while its round and the next one run.
     */
    public static final int MAX_OF_A_ROUND = 10_000_000;

    /** Memory that an operation is remembered in, about. */
    public static final int BYTES_OF_AN_OUTCOME = 50;

    static final String SNAPSHOT_DOMAIN = "skyv-snapshot-v2";

    private final Economy economy;
    private final RememberedOutcomes remembered;
    private final MessageDigest sha = Digest.newSha256();
    private long blocks;
    private Digest hash;
    private long generation;
    private long operationsSinceSnapshot;
    private int maxOfARound = MAX_OF_A_ROUND;

    /** Before the first block. */
    public Chain() {
        this(new Economy(), new RememberedOutcomes(), 0, Digest.ZERO, 0);
    }

    private Chain(Economy economy, RememberedOutcomes remembered, long blocks, Digest hash, long generation) {
        this.economy = economy;
        this.remembered = remembered;
        this.blocks = blocks;
        this.hash = hash;
        this.generation = generation;
    }

    /**
     * A block, and what each that asked is to be told once it is kept.
     *
     * @param row nothing if all was known already
     * @param entries those of the row
     */
    record Sealed(Optional<BlockRow> row, List<Entry> entries, List<Answer> answers) {}

    /** From now on no more operations of a round are sealed; whoever accepts has no bound, and does what was done. */
    public void takeAtMost(int operationsOfARound) {
        maxOfARound = operationsOfARound;
    }

    /** Applies what was asked, in order. The block must be kept before anything else is done with this chain. */
    Sealed seal(List<Request> requests, long timeMillis, long leaseGeneration) {
        List<Entry> entries = new ArrayList<>(requests.size());
        List<byte[]> encoded = new ArrayList<>(requests.size());
        List<Answer> answers = new ArrayList<>(requests.size());
        for (Request request : requests) {
            answers.add(answer(request, entries, encoded));
        }
        if (entries.isEmpty()) {
            return new Sealed(Optional.empty(), entries, answers);
        }
        BlockRow row = BlockRow.seal(blocks + 1, timeMillis, leaseGeneration, hash, encoded);
        advance(row.header());
        return new Sealed(Optional.of(row), entries, answers);
    }

    private Answer answer(Request request, List<Entry> entries, List<byte[]> encoded) {
        OperationId id = request.id();
        if (!RememberedOutcomes.isAccepted(id, economy.round())) {
            return new Answer.StaleId(economy.round());
        }
        RememberedOutcomes.Remembered known = remembered.find(id);
        if (known != null) {
            Entry again = new Entry(id, request.operation(), known.outcome());
            boolean same = known.fingerprint().equals(again.fingerprint(sha, again.encode()));
            return same ? new Answer.Done(known.outcome()) : new Answer.IdReused();
        }
        if (remembered.count(id.round()) >= maxOfARound && !endsARound(request.operation())) {
            return new Answer.Busy(FULL);
        }
        Outcome outcome = economy.apply(request.operation());
        Entry entry = new Entry(id, request.operation(), outcome);
        byte[] bytes = entry.encode();
        remembered.put(id, entry.fingerprint(sha, bytes), outcome);
        entries.add(entry);
        encoded.add(bytes);
        return new Answer.Done(outcome);
    }

    /** What must come through at any time, since only the next round makes room: its start, and what is reported before. */
    private static boolean endsARound(Operation operation) {
        return switch (operation) {
            case Operation.StartRound _, Operation.Online _, Operation.Cosigned _, Operation.Availability _ -> true;
            default -> false;
        };
    }

    /**
     * Takes a block from a store over, believing nothing.
     *
     * @return its entries
     * @throws DamagedBlockException if it is not the next one, or not what its operations come to
     */
    public List<Entry> accept(BlockRow row) {
        return accept(OpenedBlock.of(row));
    }

    /** As {@link #accept(BlockRow)}, after some of it was done. */
    List<Entry> accept(OpenedBlock block) {
        BlockHeader header = block.header();
        long number = blocks + 1;
        check(number, header.number() == number, () -> "it is missing, the next one is " + header.number());
        check(number, header.previous().equals(hash), () -> "it does not follow the block before it");
        check(number, header.generation() >= generation, () -> "its lease is older than that of the block before");
        try {
            List<Entry> entries = block.entries();
            for (int i = 0; i < entries.size(); i++) {
                redo(number, entries.get(i), block.fingerprints().get(i));
            }
            advance(header);
            return entries;
        } catch (MalformedException | BrokenBooksException e) {
            throw new DamagedBlockException(number, String.valueOf(e.getMessage()));
        }
    }

    private void redo(long number, Entry entry, Fingerprint fingerprint) {
        check(
                number,
                RememberedOutcomes.isAccepted(entry.id(), economy.round()),
                () -> "operation " + entry.id() + " is not of its round");
        Outcome outcome = economy.apply(entry.operation());
        check(number, outcome.equals(entry.outcome()), () -> "operation " + entry.id() + " now comes to " + outcome);
        boolean first = remembered.put(entry.id(), fingerprint, outcome);
        check(number, first, () -> "operation " + entry.id() + " is there twice");
    }

    /** @param otherwise is only asked when it does not hold, since this is for each operation of a replay */
    private static void check(long number, boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new DamagedBlockException(number, otherwise.get());
        }
    }

    private void advance(BlockHeader header) {
        blocks = header.number();
        hash = header.hash();
        generation = header.generation();
        operationsSinceSnapshot += header.entries();
        remembered.forgetBefore(economy.round());
    }

    public long blocks() {
        return blocks;
    }

    /** What has changed until now is of no interest. */
    void forgetChanges() {
        economy.forgetChanges();
    }

    /** What has changed since this was last asked, as it is now. */
    Changes takeChanges() {
        return economy.takeChanges();
    }

    /** Of the last block; zeros before the first. */
    public Digest hash() {
        return hash;
    }

    /** How many have to be done again to come here from the snapshot that this came from. */
    public long operationsSinceSnapshot() {
        return operationsSinceSnapshot;
    }

    /** To be read, not to be changed: what is applied to it beside the chain is in no block. */
    public Economy economy() {
        return economy;
    }

    /** SHA-256 over all that a snapshot has: equal for equal chains. */
    public Digest stateHash() {
        MessageDigest sha = Digest.newSha256();
        writeSnapshot(sha::update);
        return Digest.of(sha.digest());
    }

    /** Hands out the records of a snapshot: one of the chain, those of what is remembered, those of the economy. */
    public void writeSnapshot(Consumer<byte[]> records) {
        records.accept(new CanonicalWriter(SNAPSHOT_DOMAIN)
                .u64(blocks)
                .digest(hash)
                .u64(generation)
                .u64(remembered.pieces())
                .toBytes());
        remembered.write(records);
        economy.writeSnapshot(records);
    }

    /** @throws MalformedException if the records are no snapshot */
    public static Chain readSnapshot(Iterator<byte[]> records) throws MalformedException {
        if (!records.hasNext()) {
            throw new MalformedException("an empty snapshot");
        }
        CanonicalReader in = new CanonicalReader(SNAPSHOT_DOMAIN, records.next());
        long blocks = in.u64();
        Digest hash = in.digest();
        long generation = in.u64();
        long count = in.u64();
        in.end();
        RememberedOutcomes remembered = new RememberedOutcomes();
        for (long i = 0; i < count; i++) {
            if (!records.hasNext()) {
                throw new MalformedException("the snapshot ends too early");
            }
            remembered.read(records.next());
        }
        return new Chain(Economy.readSnapshot(records), remembered, blocks, hash, generation);
    }
}
