package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void shouldWaitTwiceAsLongEachTimeUpToABound() {
        List<Long> delays = Stream.generate(
                        () -> policy.after(Duration.ofSeconds(1)).toMillis())
                .limit(7)
                .toList();
        assertEquals(List.of(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L), delays);
    }

    @Test
    void shouldForgiveAfterAHealthyMinute() {
        policy.after(Duration.ZERO);
        policy.after(Duration.ZERO);
        assertEquals(RestartPolicy.FIRST_DELAY, policy.after(RestartPolicy.HEALTHY));
        assertEquals(RestartPolicy.FIRST_DELAY.multipliedBy(2), policy.after(Duration.ZERO));
    }
}
