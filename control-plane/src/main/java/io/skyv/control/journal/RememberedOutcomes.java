package io.skyv.control.journal;

import io.skyv.control.economy.Operation;
import io.skyv.control.economy.OperationCodec;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.OutcomeCodec;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What operations of the latest rounds came to, so that one asked again is answered and not done again. */
final class RememberedOutcomes {
    /** Rounds whose ids are accepted and remembered: the present one and this many before it. */
    static final long ROUNDS_BACK = 1;
    /** How far ahead of the books an asker's round may be: it may know of a start that is not in a block yet. */
    static final long ROUNDS_AHEAD = 1;

    static final String DOMAIN = "skyv-remembered-v1";

    private static final Comparator<Map.Entry<OperationId, Remembered>> BY_ID =
            Comparator.<Map.Entry<OperationId, Remembered>>comparingLong(
                            entry -> entry.getKey().high())
                    .thenComparingLong(entry -> entry.getKey().low());

    private final TreeMap<Long, Map<OperationId, Remembered>> byRound = new TreeMap<>();

    record Remembered(Digest fingerprint, Outcome outcome) {}

    static Digest fingerprint(Operation operation) {
        return Digest.sha256(OperationCodec.encode(operation));
    }

    static boolean isAccepted(OperationId id, long round) {
        return id.round() >= round - ROUNDS_BACK && id.round() <= round + ROUNDS_AHEAD;
    }

    @Nullable
    Remembered find(OperationId id) {
        return byRound.getOrDefault(id.round(), Map.of()).get(id);
    }

    /** Whether it was not there yet. */
    boolean put(OperationId id, Remembered remembered) {
        return byRound.computeIfAbsent(id.round(), _ -> new HashMap<>()).putIfAbsent(id, remembered) == null;
    }

    /** Those of rounds that are not accepted any more. */
    void forgetBefore(long round) {
        byRound.headMap(round - ROUNDS_BACK).clear();
    }

    int count() {
        return byRound.values().stream().mapToInt(Map::size).sum();
    }

    void write(Consumer<byte[]> records) {
        for (Map<OperationId, Remembered> ofRound : byRound.values()) {
            ofRound.entrySet().stream().sorted(BY_ID).forEach(entry -> {
                CanonicalWriter out = new CanonicalWriter(DOMAIN)
                        .i64(entry.getKey().high())
                        .i64(entry.getKey().low())
                        .digest(entry.getValue().fingerprint);
                OutcomeCodec.write(out, entry.getValue().outcome);
                records.accept(out.toBytes());
            });
        }
    }

    void read(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
        OperationId id = new OperationId(in.i64(), in.i64());
        Remembered remembered = new Remembered(in.digest(), OutcomeCodec.read(in));
        in.end();
        if (!put(id, remembered)) {
            throw new MalformedException("operation " + id + " is remembered twice");
        }
    }
}
