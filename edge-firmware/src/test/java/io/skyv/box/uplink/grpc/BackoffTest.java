package io.skyv.box.uplink.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(30);

    @Test
    void shouldDoubleUpToItsBoundAndWaitAtLeastHalfOfIt() {
        long seed = 7;
        Backoff backoff = new Backoff(FIRST, MAX, new Random(seed));
        long boundMillis = FIRST.toMillis();
        for (int i = 0; i < 20; i++) {
            long waitMillis = backoff.next().toMillis();
            assertTrue(waitMillis >= boundMillis / 2 && waitMillis <= boundMillis, "try " + i + ", seed " + seed);
            boundMillis = Math.min(2 * boundMillis, MAX.toMillis());
        }
    }

    @Test
    void shouldBeginAgainAfterASuccess() {
        Backoff backoff = new Backoff(FIRST, MAX, new Random(1));
        backoff.longest();
        assertTrue(backoff.next().compareTo(Duration.ofSeconds(15)) >= 0);

        backoff.reset();

        assertTrue(backoff.next().compareTo(FIRST) <= 0);
    }

    @Test
    void shouldReadWhereTheControlPlaneIs() {
        assertEquals(new ControlAddress("192.0.2.1", 8443), ControlAddress.parse("192.0.2.1:8443"));
        assertEquals(new ControlAddress("[2001:db8::1]", 443), ControlAddress.parse("[2001:db8::1]:443"));
        for (String wrong :
                new String[] {"", "host", "host:", "host:0", "host:70000", "http://host:1", "a b:1", "u@h:1"}) {
            assertThrows(IllegalArgumentException.class, () -> ControlAddress.parse(wrong), wrong);
        }
    }
}
