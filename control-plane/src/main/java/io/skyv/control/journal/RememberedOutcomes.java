package io.skyv.control.journal;

import io.skyv.control.economy.Operation;
import io.skyv.control.economy.OperationCodec;
import io.skyv.control.economy.Outcome;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.security.MessageDigest;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What operations of the latest rounds came to, so that one asked again is answered and not done again. */
final class RememberedOutcomes {
    /** Rounds whose ids are accepted and remembered: the present one and this many before it. */
    static final long ROUNDS_BACK = 1;
    /** How far ahead of the books an asker's round may be: it may know of a start that is not in a block yet. */
    static final long ROUNDS_AHEAD = 1;
    /**
     * Operations with ids of one round; one more is not taken until the next round starts. Each takes about 50 bytes of
     * memory while its round and the next one run.
     */
    static final int MAX_OF_A_ROUND = 10_000_000;

    static final String DOMAIN = "skyv-remembered-v2";

    private final int maxOfARound;
    private final MessageDigest sha = Digest.newSha256();
    private final TreeMap<Long, OutcomeLog> byRound = new TreeMap<>();

    record Remembered(Fingerprint fingerprint, Outcome outcome) {}

    RememberedOutcomes() {
        this(MAX_OF_A_ROUND);
    }

    RememberedOutcomes(int maxOfARound) {
        this.maxOfARound = maxOfARound;
    }

    Fingerprint fingerprint(Operation operation) {
        return Fingerprint.of(sha, OperationCodec.encode(operation));
    }

    static boolean isAccepted(OperationId id, long round) {
        return id.round() >= round - ROUNDS_BACK && id.round() <= round + ROUNDS_AHEAD;
    }

    /** Whether no more operations with ids of the round are to be taken. */
    boolean isFull(long round) {
        OutcomeLog log = byRound.get(round);
        return log != null && log.count() >= maxOfARound;
    }

    @Nullable
    Remembered find(OperationId id) {
        OutcomeLog log = byRound.get(id.round());
        int place = log == null ? -1 : log.find(id);
        return log == null || place < 0 ? null : new Remembered(log.fingerprint(place), log.outcome(place));
    }

    /** Whether it was not there yet. */
    boolean put(OperationId id, Fingerprint fingerprint, Outcome outcome) {
        return byRound.computeIfAbsent(id.round(), _ -> new OutcomeLog()).put(id, fingerprint, outcome);
    }

    /** Those of rounds that are not accepted any more. */
    void forgetBefore(long round) {
        byRound.headMap(round - ROUNDS_BACK).clear();
    }

    int pieces() {
        return byRound.values().stream().mapToInt(OutcomeLog::pieces).sum();
    }

    /** Hands out the pieces of each round, the oldest first. */
    void write(Consumer<byte[]> records) {
        byRound.forEach((round, log) -> log.write(piece ->
                records.accept(new CanonicalWriter(DOMAIN).u32(round).raw(piece).toBytes())));
    }

    void read(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
        long round = in.u32();
        if (!byRound.isEmpty() && byRound.lastKey() > round) {
            throw new MalformedException("outcomes of round " + round + " after those of " + byRound.lastKey());
        }
        byRound.computeIfAbsent(round, _ -> new OutcomeLog()).read(in.raw(bytes.length - in.position()), round);
    }
}
