package io.skyv.control.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Refusal;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
    private static final long ROUND = 7;
    private static final Fingerprint FINGERPRINT = new Fingerprint(-1, 1);

    private final OutcomeLog log = new OutcomeLog();

    @Test
    void shouldKnowEachOutcomeWhateverIdsAreLike() {
        Random random = new Random(5);
        Map<OperationId, Outcome> known = new HashMap<>();
        for (int i = 0; i < 30_000; i++) {
            OperationId id = switch (i % 3) {
                case 0 -> OperationId.of(ROUND, i, 0);
                case 1 -> OperationId.of(ROUND, 0, i);
                default -> OperationId.of(ROUND, random.nextInt(), random.nextLong());
            };
            Outcome outcome = outcome(random);
            assertEquals(known.putIfAbsent(id, outcome) == null, log.put(id, new Fingerprint(i, -i), outcome));
        }
        assertEquals(known.size(), log.count());
        known.forEach((id, outcome) -> assertEquals(outcome, log.outcome(log.find(id))));
        assertEquals(-1, log.find(OperationId.of(ROUND, -5, -5)));
        assertTrue(log.pieces() > 2);
    }

    @Test
    void shouldKeepTheFirstOutcomeOfAnId() {
        OperationId id = OperationId.of(ROUND, 1, 2);
        assertTrue(log.put(id, FINGERPRINT, Outcome.Applied.NOTHING_MOVED));
        assertFalse(log.put(id, new Fingerprint(3, 4), new Outcome.Refused(Refusal.INVALID_ID)));
        assertEquals(FINGERPRINT, log.fingerprint(log.find(id)));
        assertEquals(Outcome.Applied.NOTHING_MOVED, log.outcome(log.find(id)));
    }

    @Test
    void shouldGoOnAfterItWasReadAsIfItHadNotBeen() throws MalformedException {
        Random random = new Random(6);
        OutcomeLog read = new OutcomeLog();
        for (int i = 0; i < 20_000; i++) {
            OperationId id = OperationId.of(ROUND, 1, i);
            Outcome outcome = outcome(random);
            log.put(id, FINGERPRINT, outcome);
            read.put(id, FINGERPRINT, outcome);
            if (i % 4_999 == 0) {
                read = reread(pieces(read));
            }
        }
        List<byte[]> expected = pieces(log);
        List<byte[]> actual = pieces(read);
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i));
        }
    }

    @Test
    void shouldRefusePiecesThatWereNeverWritten() {
        for (int i = 0; i < 9; i++) {
            log.put(OperationId.of(ROUND, 1, i), FINGERPRINT, outcome(new Random(i)));
        }
        byte[] piece = pieces(log).getFirst();
        assertThrows(MalformedException.class, () -> reread(List.of(piece, piece)), "twice, and after one with room");
        assertThrows(MalformedException.class, () -> reread(List.of(new byte[0])));
        for (int length = 1; length < 28; length++) {
            byte[] torn = Arrays.copyOf(piece, length);
            assertThrows(MalformedException.class, () -> reread(List.of(torn)));
        }
    }

    /** Amounts of all sizes, and refusals. */
    private static Outcome outcome(Random random) {
        if (random.nextInt(5) == 0) {
            return new Outcome.Refused(Refusal.values()[random.nextInt(Refusal.values().length)]);
        }
        return new Outcome.Applied(
                random.nextLong() >>> 1 + random.nextInt(63),
                random.nextLong() >>> 1 + random.nextInt(63),
                random.nextLong() >>> 1 + random.nextInt(63),
                random.nextInt(3));
    }

    private static OutcomeLog reread(List<byte[]> pieces) throws MalformedException {
        OutcomeLog read = new OutcomeLog();
        for (byte[] piece : pieces) {
            read.read(piece, ROUND);
        }
        return read;
    }

    private static List<byte[]> pieces(OutcomeLog log) {
        List<byte[]> pieces = new ArrayList<>();
        log.write(pieces::add);
        return pieces;
    }
}
