package io.skyv.proto.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
    private static final Executor TURNS = Runnable::run;

    /** Lines, more than any Linux keeps for a socket (net.unix.max_dgram_qlen); systemd sets 512. */
    private static final int MOST_QUEUED = 10_000;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final Map<String, String> environment = new HashMap<>();
    private ListeningSocket serviceManager;
    private boolean hangs = true;

    @BeforeEach
    void listen(@TempDir Path directory) throws Throwable {
        Path path = directory.resolve("notify");
        serviceManager = new ListeningSocket(path.toString());
        environment.put("NOTIFY_SOCKET", path.toString());
        environment.put("WATCHDOG_USEC", "150000");
    }

    @AfterEach
    void close() throws Exception {
        serviceManager.close();
    }

    @Test
    void shouldSayThatTheProgramServesBeforeAnythingElse() throws Throwable {
        try (Watchdog watchdog = Watchdog.ready(environment, Map.of("loop", TURNS))) {
            assertEquals("READY=1", serviceManager.next());
        }
    }

    @Test
    void shouldFindASocketThatIsInNoDirectory() throws Throwable {
        String name = "@skyv-watchdog-test-" + ProcessHandle.current().pid();
        environment.put("NOTIFY_SOCKET", name);
        try (ListeningSocket there = new ListeningSocket(name)) {
            assertTrue(Watchdog.of(environment, Map.of()).look());
            assertEquals("WATCHDOG=1", there.next());
        }
    }

    @Test
    void shouldNotHangOnAServiceManagerThatReadsNothing(@TempDir Path directory) throws Throwable {
        Path path = directory.resolve("full");
        NotifySocket socket = new NotifySocket(path.toString());
        try (ListeningSocket full = new ListeningSocket(path.toString())) {
            assertThrows(IOException.class, () -> {
                for (int sent = 0; sent < MOST_QUEUED; sent++) {
                    socket.send("WATCHDOG=1");
                }
            });
            assertEquals("WATCHDOG=1", full.next());
            socket.send("STOPPING=1");
        }
    }

    @Test
    void shouldSayThatItIsAliveWhenEveryPartTurns() throws Throwable {
        Watchdog watchdog = Watchdog.of(environment, Map.of("one", TURNS, "other", TURNS));
        assertTrue(watchdog.look());
        assertEquals("WATCHDOG=1", serviceManager.next());
    }

    @Test
    void shouldSayNothingWhileOnePartHangs() throws Throwable {
        Watchdog watchdog = Watchdog.of(environment, Map.of("one", TURNS, "hangs", waiting::add));
        assertFalse(watchdog.look());
        assertFalse(watchdog.look());
        assertEquals("", serviceManager.next());
        assertEquals(1, waiting.size(), "it is given no more than it can do");
    }

    @Test
    void shouldSayThatItIsAliveAgainWhenThePartHasCaughtUp() throws Throwable {
        Watchdog watchdog = Watchdog.of(environment, Map.of("hangs", this::runOrKeep));
        assertFalse(watchdog.look());
        hangs = false;
        waiting.remove().run();
        assertTrue(watchdog.look());
        assertEquals("WATCHDOG=1", serviceManager.next());
    }

    @Test
    void shouldCountAPartThatHasEndedAsHanging() throws Throwable {
        Executor ended = _ -> {
            throw new RejectedExecutionException();
        };
        assertFalse(Watchdog.of(environment, Map.of("ended", ended)).look());
        assertEquals("", serviceManager.next());
    }

    @Test
    void shouldSayThatItEndsOnce() throws Throwable {
        Watchdog watchdog = Watchdog.of(environment, Map.of());
        watchdog.close();
        watchdog.close();
        assertEquals("STOPPING=1", serviceManager.next());
        assertEquals("", serviceManager.next());
    }

    @Test
    void shouldNotBeAskedForLifeByAServiceManagerThatMeansAnotherProcess() throws Throwable {
        environment.put("WATCHDOG_PID", "1");
        try (Watchdog watchdog = Watchdog.ready(environment, Map.of("hangs", waiting::add))) {
            assertEquals("READY=1", serviceManager.next());
            assertEquals(0, waiting.size());
        }
    }

    @Test
    void shouldDoNothingWhereNoServiceManagerListens() throws Throwable {
        try (Watchdog watchdog = Watchdog.ready(Map.of(), Map.of("hangs", waiting::add))) {
            assertEquals("", serviceManager.next());
            assertEquals(0, waiting.size());
        }
    }

    @Test
    void shouldGoOnWhenTheServiceManagerIsAway() throws Throwable {
        environment.put("NOTIFY_SOCKET", "/nowhere/at/all");
        assertTrue(Watchdog.of(environment, Map.of("one", TURNS)).look());
    }

    @Test
    void shouldRefuseWhatIsNoSocketAndNoTime() {
        assertThrows(IllegalArgumentException.class, () -> Watchdog.of(Map.of("NOTIFY_SOCKET", "x"), Map.of()));
        assertThrows(IllegalArgumentException.class, () -> Watchdog.of(Map.of("WATCHDOG_USEC", "soon"), Map.of()));
    }

    private void runOrKeep(Runnable task) {
        if (hangs) {
            waiting.add(task);
        } else {
            task.run();
        }
    }
}
