package io.skyv.control.ledger;

import io.skyv.control.journal.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Tells those who asked, on other threads than the ledger's; what the ledger's thread tells goes there many at a time, since
 * waking a thread for each costs more than its operation.
 */
final class Answers {
    /** Answers that one thread tells, one after the other. */
    static final int MAX_TOGETHER = 100;

    private record Told(CompletableFuture<Answer> asker, Answer answer) {
        void tell() {
            asker.complete(answer);
        }
    }

    private final Executor tellers;
    private final Thread ledger;
    private List<Told> gathered = new ArrayList<>();

    Answers(Executor tellers, Thread ledger) {
        this.tellers = tellers;
        this.ledger = ledger;
    }

    void tell(CompletableFuture<Answer> asker, Answer answer) {
        Told told = new Told(asker, answer);
        if (Thread.currentThread() != ledger) {
            tellers.execute(told::tell);
            return;
        }
        gathered.add(told);
        if (gathered.size() == MAX_TOGETHER) {
            flush();
        }
    }

    /** All that was gathered is told; by the ledger's thread. */
    void flush() {
        if (!gathered.isEmpty()) {
            List<Told> together = gathered;
            gathered = new ArrayList<>(MAX_TOGETHER);
            tellers.execute(() -> together.forEach(Told::tell));
        }
    }
}
