package io.skyv.control.round;

import io.skyv.control.economy.Outcome;
import io.skyv.control.fleet.OnlineBox;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.BooksHead;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.proto.id.BoxId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Starts rounds, and tells the ledger what is known of boxes and of the elected, while this control plane writes. What is
 * not taken is tried again at the next tick. For one thread.
 */
final class RoundClock {
    /** Times in a round that the ledger is told how long boxes were online; a killed process loses the time since. */
    static final int REPORTS_PER_ROUND = 4;
    /** Requests that are under way at once. */
    static final int MAX_REQUESTS = 1_000;

    private static final long LONGEST_WAIT_SECONDS = 10;
    private static final Logger LOG = Logger.getLogger(RoundClock.class);

    private final LedgerPort ledger;
    private final RoundMemory memory;
    private final Supplier<List<OnlineBox>> fleet;
    private final RoundLength length;
    private final OnlineTime online = new OnlineTime();
    private final Map<BoxId, Long> told = new HashMap<>();
    private long round = -1;
    private Instant startedAt = Instant.EPOCH;
    private long reports;

    /** What of the rounds is known from before. */
    interface RoundMemory {
        /**
         * When the round started.
         *
         * @param blocks number of the ledger's last block
         * @return nothing as long as what is known is behind that block
         */
        Optional<Instant> startOf(long round, long blocks);

        /** Seconds online that boxes were said to have in the running round, by the block of the latest answer. */
        Map<BoxId, Long> secondsOnline();
    }

    RoundClock(LedgerPort ledger, RoundMemory memory, Supplier<List<OnlineBox>> fleet, RoundLength length) {
        this.ledger = ledger;
        this.memory = memory;
        this.fleet = fleet;
        this.length = length;
    }

    /**
     * To be called each second or so.
     *
     * @param ticks nanoseconds that pass evenly, from any beginning
     * @return how long the next round has been due, if it is
     */
    Optional<Duration> tick(Instant now, long ticks) throws InterruptedException {
        BooksHead head = ledger.books().head();
        LedgerPort.Role role = ledger.role();
        boolean writes = role == LedgerPort.Role.WRITING || role == LedgerPort.Role.STORE_AWAY;
        if (!writes || head.blocks() == 0 || !isKnown(head)) {
            return Optional.empty();
        }
        if (role == LedgerPort.Role.STORE_AWAY) {
            return late(now);
        }
        List<OnlineBox> boxes = fleet.get();
        online.look(boxes, ticks);
        askAll(RoundWork.available(round, head.seats(), owners(boxes)));
        if (!length.isDue(round, startedAt, now)) {
            reportInBetween(now);
            return Optional.empty();
        }
        return report() && start() ? Optional.empty() : late(now);
    }

    private Optional<Duration> late(Instant now) {
        if (!length.isDue(round, startedAt, now)) {
            return Optional.empty();
        }
        return Optional.of(round == 0 ? Duration.ZERO : Duration.between(length.dueAfter(startedAt), now));
    }

    /** What is known of a round is read once: after it began, and when this program goes on with one. */
    private boolean isKnown(BooksHead head) {
        if (head.round() == round) {
            return true;
        }
        Optional<Instant> known = memory.startOf(head.round(), head.blocks());
        if (known.isEmpty()) {
            return false;
        }
        online.forget();
        told.clear();
        if (round < 0) {
            told.putAll(memory.secondsOnline());
            told.forEach(online::carryOver);
        }
        round = head.round();
        startedAt = known.get();
        reports = 0;
        return true;
    }

    private Set<String> owners(List<OnlineBox> boxes) {
        Set<String> owners = new HashSet<>();
        boxes.forEach(box -> owners.add(ledger.books().paidFor(box.id()).value()));
        return owners;
    }

    private void reportInBetween(Instant now) throws InterruptedException {
        long passed = Duration.between(startedAt, now).toMillis();
        long due = passed / Math.max(1, length.length().toMillis() / REPORTS_PER_ROUND);
        if (due > reports && report()) {
            reports = due;
        }
    }

    private boolean report() throws InterruptedException {
        Map<BoxId, Long> seconds = online.seconds();
        if (!askAll(RoundWork.online(round, seconds, told))) {
            return false;
        }
        told.putAll(seconds);
        return true;
    }

    private boolean start() throws InterruptedException {
        Request start = RoundWork.start(round, ledger.books().head().hash());
        switch (await(ledger.ask(start).toCompletableFuture())) {
            case Answer.Done(Outcome.Applied applied) -> {
                LOG.infof(
                        "round %d has started; round %d was paid %d micro-SKYV",
                        round + 1, round, applied.mintedMicros());
                return true;
            }
            case Answer.Done(Outcome.Refused refused) ->
                LOG.errorf(
                        "round %d cannot start: %s",
                        round + 1, refused.refusal().code());
            // one that wrote before this one has started it, with the seed that it knew
            case Answer.IdReused _, Answer.StaleId _ -> {
                return true;
            }
            case Answer.Busy busy -> LOG.debugf("round %d does not start yet: %s", round + 1, busy.why());
        }
        return false;
    }

    /** Whether all were taken, refused ones too. */
    private boolean askAll(List<Request> requests) throws InterruptedException {
        for (int i = 0; i < requests.size(); i += MAX_REQUESTS) {
            List<CompletableFuture<Answer>> asked = new ArrayList<>();
            for (Request request : requests.subList(i, Math.min(requests.size(), i + MAX_REQUESTS))) {
                asked.add(ledger.ask(request).toCompletableFuture());
            }
            for (CompletableFuture<Answer> one : asked) {
                if (await(one) instanceof Answer.Busy) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Answer await(CompletableFuture<Answer> asked) throws InterruptedException {
        try {
            return asked.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return new Answer.Busy("it was not done within " + LONGEST_WAIT_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the ledger's answers do not fail", e);
        }
    }
}
