package io.skyv.control.journal;

import io.skyv.control.economy.Outcome;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.MalformedException;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What operations of the latest rounds came to, so that one asked again is answered and not done again. */
final class RememberedOutcomes {
    /** Rounds whose ids are accepted and remembered: the present one and this many before it. */
    static final long ROUNDS_BACK = 1;
    /** How far ahead of the books an asker's round may be: it may know of a start that is not in a block yet. */
    static final long ROUNDS_AHEAD = 1;

    static final String DOMAIN = "skyv-remembered-v2";

    private final TreeMap<Long, OutcomeLog> byRound = new TreeMap<>();

    record Remembered(Fingerprint fingerprint, Outcome outcome) {}

    static boolean isAccepted(OperationId id, long round) {
        return id.round() >= round - ROUNDS_BACK && id.round() <= round + ROUNDS_AHEAD;
    }

    /** Operations with ids of the round. */
    int count(long round) {
        OutcomeLog log = byRound.get(round);
        return log == null ? 0 : log.count();
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
