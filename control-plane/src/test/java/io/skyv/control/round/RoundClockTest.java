package io.skyv.control.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.BoxStanding;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.SeatStanding;
import io.skyv.control.fleet.OnlineBox;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.Entry;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.TestLedgers;
import io.skyv.control.projection.RoundBegun;
import io.skyv.proto.id.BoxId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clock on a ledger that runs, over a store in memory. */
class RoundClockTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:10Z");
    private static final BoxId BOX = new BoxId("box-1");

    private final TestLedgers ledgers = new TestLedgers(NOON);
    private final List<KeptBlock> blocks = new CopyOnWriteArrayList<>();
    private final List<OnlineBox> online = new ArrayList<>();
    private final LedgerPort ledger = ledgers.start();
    private boolean behind;
    private RoundClock clock = clock();

    @BeforeEach
    void begin() throws Exception {
        ledger.listen(blocks::add);
        ask(new Operation.AssignBox(BOX.value(), "relay-owner"));
    }

    @AfterEach
    void stop() {
        ledgers.close();
    }

    @Test
    void shouldStartTheFirstRoundAtOnceAndTheNextOnTheMinute() throws Exception {
        tick(0);
        assertEquals(1, round());
        tick(49);
        assertEquals(1, round());
        tick(50);
        assertEquals(2, round());
        tick(51);
        assertEquals(2, round());
    }

    @Test
    void shouldTakeTheHashOfTheBlockBeforeAsTheSeed() throws Exception {
        tick(0);
        KeptBlock started = blocks.getLast();
        assertEquals(
                started.header().previous().hex(),
                RoundBegun.in(started).orElseThrow().seed());
    }

    @Test
    void shouldStartOneRoundHoweverLongItWasStopped() throws Exception {
        tick(0);
        clock = clock();
        tick(3 * 3_600);
        assertEquals(2, round());
        tick(3 * 3_600 + 1);
        assertEquals(2, round());
    }

    @Test
    void shouldWaitUntilItKnowsWhenTheRoundStarted() throws Exception {
        tick(0);
        clock = clock();
        behind = true;
        tick(100);
        assertEquals(1, round());
        behind = false;
        tick(101);
        assertEquals(2, round());
    }

    @Test
    void shouldNotStartTheRoundTwiceThoughTwoClocksTry() throws Exception {
        tick(0);
        RoundClock other = clock();
        tick(49);
        other.tick(NOON.plusSeconds(49), 0);
        tick(50);
        other.tick(NOON.plusSeconds(50), 0);
        assertEquals(2, round());
    }

    @Test
    void shouldTellHowLongBoxesWereOnlineBeforeTheRoundEnds() throws Exception {
        online.add(session(BOX));
        tick(0);
        for (int second = 1; second < 50; second++) {
            tick(second);
        }
        long reports = blocks.stream()
                .flatMap(block -> block.entries().stream())
                .filter(this::isOnline)
                .count();
        assertEquals(RoundClock.REPORTS_PER_ROUND - 1, reports);
        tick(50);
        BoxStanding paid = onlineBefore(2);
        assertTrue(paid.onlineSeconds() >= 48, paid::toString);
        assertEquals(0, paid.capacityKbps());
        assertEquals(List.of(0L), boxAfterwards());
    }

    @Test
    void shouldGoOnCountingWhatWasSaidBeforeItWasStopped() throws Exception {
        online.add(session(BOX));
        for (int second = 0; second <= 35; second++) {
            tick(second);
        }
        clock = clock();
        for (int second = 40; second <= 50; second++) {
            tick(second);
        }
        assertEquals(30 + 10, onlineBefore(2).onlineSeconds());
    }

    @Test
    void shouldSayThatTheElectedAreThereWhoseBoxHasASession() throws Exception {
        tick(0);
        assertEquals(List.of(false, false), availability());
        online.add(session(BOX));
        tick(1);
        assertEquals(List.of(true, false), availability());
        int before = blocks.size();
        tick(2);
        assertEquals(before, blocks.size(), "said once");
    }

    @Test
    void shouldTellHowLateARoundIsWhenTheLedgerDoesNotTakeIt() throws Exception {
        tick(0);
        ledgers.goAway();
        assertEquals(
                Optional.of(Duration.ofSeconds(7)),
                clock.tick(NOON.plusSeconds(57), Duration.ofSeconds(57).toNanos()));
    }

    private boolean isOnline(Entry entry) {
        return entry.operation() instanceof Operation.Online;
    }

    private BoxStanding onlineBefore(long round) {
        Map<String, BoxStanding> boxes = new HashMap<>();
        for (KeptBlock block : blocks) {
            if (block.changes().totals().round() == round) {
                break;
            }
            block.changes().boxes().forEach(box -> boxes.put(box.id(), box));
        }
        return boxes.get(BOX.value());
    }

    private List<Long> boxAfterwards() {
        return blocks.getLast().changes().boxes().stream()
                .map(BoxStanding::onlineSeconds)
                .toList();
    }

    private List<Boolean> availability() {
        return ledger.books().head().seats().stream()
                .map(SeatStanding::available)
                .toList();
    }

    private long round() {
        return ledger.books().head().round();
    }

    private void tick(long second) throws InterruptedException {
        ledgers.setTime(NOON.plusSeconds(second));
        clock.tick(NOON.plusSeconds(second), Duration.ofSeconds(second).toNanos());
    }

    private void ask(Operation operation) throws Exception {
        ask(new Request(OperationId.of(0, 7, blocks.size()), operation));
    }

    private void ask(Request request) throws Exception {
        Answer answer = ledger.ask(request).toCompletableFuture().get();
        assertTrue(
                answer instanceof Answer.Done(Outcome outcome) && outcome instanceof Outcome.Applied,
                () -> request + ": " + answer);
    }

    private static OnlineBox session(BoxId box) {
        return new OnlineBox(box, URI.create("http://127.0.0.1:1"), true, 0, NOON);
    }

    private RoundClock clock() {
        return new RoundClock(ledger, new Blocks(), () -> List.copyOf(online), new RoundLength(Duration.ofMinutes(1)));
    }

    /** What the blocks say, as the projections would. */
    private final class Blocks implements RoundClock.RoundMemory {
        @Override
        public Optional<Instant> startOf(long round, long last) {
            if (behind) {
                return Optional.empty();
            }
            Instant start = Instant.EPOCH;
            for (KeptBlock block : blocks) {
                start = RoundBegun.in(block).isPresent()
                        ? Instant.ofEpochMilli(block.header().timeMillis())
                        : start;
            }
            return Optional.of(start);
        }

        @Override
        public Map<BoxId, Long> secondsOnline() {
            Map<BoxId, Long> seconds = new HashMap<>();
            for (KeptBlock block : blocks) {
                block.changes().boxes().forEach(box -> seconds.put(new BoxId(box.id()), box.onlineSeconds()));
            }
            seconds.values().removeIf(time -> time == 0);
            return seconds;
        }
    }
}
