package io.skyv.together;

import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Asks for one object again and again over keep-alive connections, each with a grant of its own, and throws the bodies
 * away. With a chain it pays before each request what that costs, as a viewer does.
 */
final class PayingDriver {
    private static final int READ_BYTES = 1 << 20;

    private final URI object;
    private final long objectBytes;
    private final int connections;
    private final ReceiptIn receiptIn;
    private final AtomicLong requests = new AtomicLong();

    PayingDriver(URI object, long objectBytes, int connections, ReceiptIn receiptIn) {
        this.object = object;
        this.objectBytes = objectBytes;
        this.connections = connections;
        this.receiptIn = receiptIn;
    }

    /** Where the receipt is put, docs/protocol.md has both: programs use the header; browsers, which would ask first, the URL. */
    enum ReceiptIn {
        HEADER,
        URL
    }

    /** A grant, and the chain that pays it, where it is to be paid. */
    record Purse(SignedGrant grant, Optional<HashChain> chain) {
        Optional<Receipt> receipt(long upToBytes) {
            return chain.map(values -> {
                int due = grant.grant().dueIndex(upToBytes);
                return new Receipt(grant.grant().id(), due, values.value(due));
            });
        }

        String query(long upToBytes) {
            return receipt(upToBytes)
                    .map(Receipt::query)
                    .orElse("g=" + grant.grant().id());
        }
    }

    /**
     * Runs for so long, or until the grants are nearly used up: one that is used up is handed in, and the control plane
     * knows nothing of it.
     */
    Wrk.Result run(int seconds, Supplier<Purse> purses) throws InterruptedException {
        List<Purse> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            all.add(purses.get());
        }
        requests.set(0);
        List<Throwable> failures = new ArrayList<>();
        long begun = System.nanoTime();
        long end = begun + seconds * 1_000_000_000L;
        List<Thread> threads = all.stream()
                .map(purse -> Thread.ofPlatform().start(() -> {
                    try {
                        connection(purse, end);
                    } catch (IOException | RuntimeException | AssertionError e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a connection failed", failures.getFirst());
        }
        return new Wrk.Result(requests.get(), (System.nanoTime() - begun) / 1e9, "");
    }

    private void connection(Purse purse, long endNanos) throws IOException {
        try (KeepAlive connection = KeepAlive.open(object, READ_BYTES)) {
            String playlist = object.getPath().replaceFirst("[^/]+$", "index.m3u8");
            connection.get(playlist + "?grant=" + purse.grant().token(), 0);
            long upToBytes = objectBytes;
            while (System.nanoTime() < endNanos
                    && upToBytes + objectBytes < purse.grant().grant().maxBytes()) {
                KeepAlive.Answer answer = ask(connection, purse, upToBytes);
                if (answer.status() != 200) {
                    throw new AssertionError(answer.head() + answer.text());
                }
                upToBytes += objectBytes;
                requests.incrementAndGet();
            }
        }
    }

    private KeepAlive.Answer ask(KeepAlive connection, Purse purse, long upToBytes) throws IOException {
        Optional<Receipt> receipt = receiptIn == ReceiptIn.HEADER ? purse.receipt(upToBytes) : Optional.empty();
        return receipt.isPresent()
                ? connection.get(
                        object.getPath(), Receipt.HEADER + ": " + receipt.get().header() + "\r\n", 1024)
                : connection.get(object.getPath() + "?" + purse.query(upToBytes), 1024);
    }
}
