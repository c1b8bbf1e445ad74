package io.skyv.box.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Whether the box really is alive: each of the threads that it lives by has done what it was given the last time, and the loop
 * that carries media turns. Nothing here waits; by one thread.
 */
public final class Liveness {
    private final List<Part> parts;
    private final BooleanSupplier mediaTurns;

    /**
     * @param threads by the names that a log can tell
     * @param mediaTurns whether media goes on, or is not expected to
     */
    public Liveness(Map<String, Executor> threads, BooleanSupplier mediaTurns) {
        this.parts = threads.entrySet().stream()
                .map(thread -> new Part(thread.getKey(), thread.getValue()))
                .toList();
        this.mediaTurns = mediaTurns;
    }

    /** @return who has not got round since the last call; nobody if all is well */
    List<String> hanging() {
        List<String> hanging = new ArrayList<>();
        for (Part part : parts) {
            if (!part.gotRound()) {
                hanging.add(part.name);
            }
        }
        if (!mediaTurns.getAsBoolean()) {
            hanging.add("the media loop");
        }
        return hanging;
    }

    private static final class Part {
        private final String name;
        private final Executor executor;
        private final AtomicBoolean done = new AtomicBoolean(true);

        private Part(String name, Executor executor) {
            this.name = name;
            this.executor = executor;
        }

        private boolean gotRound() {
            if (!done.getAndSet(false)) {
                return false; // and what it was given then is still to do
            }
            try {
                executor.execute(() -> done.set(true));
                return true;
            } catch (RejectedExecutionException e) {
                return false; // it has ended
            }
        }
    }
}
