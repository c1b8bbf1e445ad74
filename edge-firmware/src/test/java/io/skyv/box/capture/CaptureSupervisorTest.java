package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureEvent.Log;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CaptureSupervisorTest {
    private static final Log COMPLAINT = new Log(Level.WARNING, "one complaint");

    private final FakeTime time = new FakeTime();
    private final Deque<FakeChild> children = new ArrayDeque<>();
    private final BlockingQueue<CaptureEvent> events = new LinkedBlockingQueue<>();
    private CaptureSupervisor supervisor;

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void shouldDeliverWhatTheChildSays() throws Exception {
        FakeChild child = add(false);
        start();
        EventWriter writer = new EventWriter(child.output());
        writer.write(new PartEncoded(new byte[] {1}, 10, 20, true, false));
        writer.write(new Waiting("a push"));
        assertInstanceOf(PartEncoded.class, next());
        assertEquals(new Waiting("a push"), next());
    }

    @Test
    void shouldStartAgainWithGrowingDelaysAndCount() throws Exception {
        for (int i = 0; i < 4; i++) {
            add(false).end(66);
        }
        start();
        for (int restarts = 0; restarts < 3; restarts++) {
            assertEquals(new CaptureEnded(66, restarts), next());
            assertEquals(Duration.ofMillis(500L << restarts), time.awaitDelay());
            time.goOn();
        }
        assertEquals(new CaptureEnded(66, 3), next());
        assertEquals(3, supervisor.restarts());
    }

    @Test
    void shouldBeginWithShortDelaysAgainAfterAHealthyMinute() throws Exception {
        add(false).end(1);
        FakeChild healthy = add(false);
        start();
        assertEquals(RestartPolicy.FIRST_DELAY, time.awaitDelay());
        time.goOn();
        new EventWriter(healthy.output()).write(new Waiting("x"));
        while (!(next() instanceof Waiting)) {
            // what came before
        }
        time.pass(RestartPolicy.HEALTHY);
        healthy.end(1);
        assertEquals(RestartPolicy.FIRST_DELAY, time.awaitDelay());
    }

    @Test
    void shouldKillAChildThatFallsSilent() throws Exception {
        FakeChild child = add(true);
        start();
        time.watch((int) SilenceWatch.LONGEST_SILENCE.toSeconds() + 2);
        assertEquals(
                Code.CHILD_SILENT, assertInstanceOf(CaptureFailed.class, next()).code());
        assertEquals(new CaptureEnded(137, 0), next());
        assertTrue(child.signals.contains("KILL"));
        time.awaitDelay();
    }

    @Test
    void shouldTurnUntilItsChildIsSilentForTenSeconds() throws Exception {
        FakeChild child = add(true);
        start();
        new EventWriter(child.output()).write(new Waiting("a push"));
        next();
        assertTrue(supervisor.turns());
        do {
            time.pass(SilenceWatch.STUCK_AFTER.plusNanos(1)); // once more if the supervisor has just heard it
        } while (supervisor.turns());
    }

    @Test
    void shouldTurnWhileItWaitsToStartAChildAgain() throws Exception {
        add(false).end(66);
        start();
        next();
        time.awaitDelay();
        time.pass(Duration.ofHours(1));
        assertTrue(supervisor.turns());
    }

    @Test
    void shouldKillAChildThatTalksNonsense() throws Exception {
        FakeChild child = add(true);
        start();
        child.output().write("Exception in thread main".getBytes(StandardCharsets.UTF_8));
        child.output().flush();
        assertEquals(
                Code.BAD_RECORDS, assertInstanceOf(CaptureFailed.class, next()).code());
        assertEquals(new CaptureEnded(137, 0), next());
        assertTrue(child.signals.contains("KILL"));
    }

    @Test
    void shouldSayWhenNoChildStarts() throws Exception {
        start();
        assertEquals(
                Code.CANNOT_START, assertInstanceOf(CaptureFailed.class, next()).code());
        assertEquals(RestartPolicy.FIRST_DELAY, time.awaitDelay());
    }

    @Test
    void shouldTryAgainAfterWhateverGoesWrong() throws Exception {
        FakeChild child = add(false);
        AtomicBoolean failed = new AtomicBoolean();
        supervisor = CaptureSupervisor.start(
                () -> {
                    if (failed.compareAndSet(false, true)) {
                        throw new IllegalStateException("a bug");
                    }
                    return launch();
                },
                events::add,
                time);
        CaptureFailed said = assertInstanceOf(CaptureFailed.class, next());
        assertEquals(Code.CANNOT_START, said.code());
        assertTrue(said.reason().contains("a bug"), said.reason());
        time.awaitDelay();
        time.goOn();
        new EventWriter(child.output()).write(new Waiting("a push"));
        assertEquals(new Waiting("a push"), next());
    }

    @Test
    void shouldOutliveAListenerThatFails() throws Exception {
        Logger.getLogger(CaptureSupervisor.class.getName())
                .setLevel(java.util.logging.Level.OFF); // it is meant to fail
        FakeChild child = add(false);
        supervisor = CaptureSupervisor.start(
                this::launch,
                event -> {
                    events.add(event);
                    throw new IllegalStateException("a bug elsewhere");
                },
                time);
        EventWriter writer = new EventWriter(child.output());
        writer.write(new Waiting("one"));
        writer.write(new Waiting("two"));
        assertEquals(new Waiting("one"), next());
        assertEquals(new Waiting("two"), next());
    }

    @Test
    void shouldEndTheChildGentlyWhenClosed() throws Exception {
        FakeChild child = add(false);
        start();
        new EventWriter(child.output()).write(new Waiting("x"));
        next();
        supervisor.close();
        assertEquals("TERM", child.signals.getFirst());
        assertFalse(child.signals.contains("KILL"));
        assertTrue(events.stream().noneMatch(CaptureEnded.class::isInstance));
    }

    @Test
    void shouldKillAChildThatDoesNotEndWhenClosed() throws Exception {
        FakeChild child = add(true);
        start();
        new EventWriter(child.output()).write(new Waiting("x"));
        next();
        supervisor.close();
        assertEquals("TERM", child.signals.getFirst());
        assertTrue(child.signals.contains("KILL"));
    }

    private FakeChild add(boolean stubborn) throws IOException {
        FakeChild child = new FakeChild(stubborn);
        children.add(child);
        return child;
    }

    private void start() {
        supervisor = CaptureSupervisor.start(this::launch, events::add, time);
    }

    private ChildProcess launch() throws IOException {
        FakeChild child = children.poll();
        if (child == null) {
            throw new IOException("no more processes");
        }
        return child;
    }

    /** The next event that is not the complaint every fake child begins with. */
    private CaptureEvent next() throws InterruptedException {
        CaptureEvent event = events.take();
        return event.equals(COMPLAINT) ? next() : event;
    }
}
