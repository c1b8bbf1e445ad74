package io.skyv.control.ledger;

import io.skyv.control.journal.Ahead;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Reads blocks while those before them are done again: that is half of the work, and a start has two cores for it. */
final class AheadInAThread implements Ahead {
    @Override
    public <T> Supplier<T> begin(Supplier<T> work) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(
                work,
                read -> Thread.ofPlatform().name("ledger-reads").daemon(true).start(read));
        return () -> await(result);
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw e;
        }
    }
}
