package io.skyv.box.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private final Deque<Runnable> given = new ArrayDeque<>();
    private boolean mediaTurns = true;

    @Test
    void shouldFindNobodyWhereAllGetRound() {
        Liveness liveness = new Liveness(Map.of("loop", Runnable::run), () -> mediaTurns);
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(), liveness.hanging());
        }
    }

    @Test
    void shouldNameWhoDoesNotGetRoundUntilItDoes() {
        Liveness liveness = new Liveness(Map.of("loop", given::add), () -> mediaTurns);
        assertEquals(List.of(), liveness.hanging());
        assertEquals(List.of("loop"), liveness.hanging());
        assertEquals(List.of("loop"), liveness.hanging());
        assertEquals(1, given.size(), "it is given no more than one thing");
        given.pop().run();
        assertEquals(List.of(), liveness.hanging());
    }

    @Test
    void shouldNameTheMediaLoop() {
        Liveness liveness = new Liveness(Map.of(), () -> mediaTurns);
        mediaTurns = false;
        assertEquals(List.of("the media loop"), liveness.hanging());
    }

    @Test
    void shouldNameWhoHasEnded() {
        Liveness liveness = new Liveness(
                Map.of("sweep", _ -> {
                    throw new RejectedExecutionException("ended");
                }),
                () -> mediaTurns);
        assertEquals(List.of("sweep"), liveness.hanging());
    }
}
