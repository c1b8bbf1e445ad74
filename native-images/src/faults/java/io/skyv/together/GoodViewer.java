package io.skyv.together;

import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.function.Executable;

/** Watches and pays from an address of its own, and measures how long a part takes that is there already. */
final class GoodViewer implements AutoCloseable {
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:.*URI=\"(\\d+\\.\\d+\\.m4s)\"");
    private static final long PAUSE_MILLIS = 20;

    private final Rest control;
    private final String stream;
    private final HttpClient http = HttpClient.newBuilder()
            .localAddress(InetAddress.ofLiteral("127.0.0.2"))
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private PayingViewer paying;
    private int paid;

    GoodViewer(Rest control, String stream) throws IOException, InterruptedException, MalformedException {
        this.control = control;
        this.stream = stream;
        this.paying = PayingViewer.of(control, stream);
    }

    PayingViewer paying() {
        return paying;
    }

    /** How long parts took, in microseconds. */
    record Times(String during, List<Long> micros) {
        long percentile(int percent) {
            List<Long> sorted = micros.stream().sorted().toList();
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
        }

        String beside(Times usual) {
            return String.format(
                    "hostile: %-28s %4d parts, p50 %6.1f ms, p99 %6.1f ms, p99 %.1f times the usual",
                    during,
                    micros.size(),
                    percentile(50) / 1e3,
                    percentile(99) / 1e3,
                    (double) percentile(99) / usual.percentile(99));
        }
    }

    /** Watches until {@code attack} is over, and {@code leastSeconds} at least. Every part must come. */
    Times watchDuring(String name, int leastSeconds, Executable attack) throws Throwable {
        AtomicBoolean over = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        Thread attacker = Thread.ofPlatform().name("attack").start(() -> {
            try {
                attack.execute();
            } catch (Throwable e) {
                failures.add(e);
            } finally {
                over.set(true);
            }
        });
        List<Long> micros = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(leastSeconds);
        List<String> parts = List.of();
        for (int i = 0; !over.get() || System.nanoTime() < until; i++) {
            if (i % 25 == 0) {
                parts = parts();
            }
            micros.add(fetch(parts.get(parts.size() - 1 - i % Math.min(3, parts.size()))));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        attacker.join();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return new Times(name, micros);
    }

    /** The parts of the newest segments. */
    List<String> parts() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get("index.m3u8?grant=" + paying.token().token());
        Matcher part = PART.matcher(new String(answer.body(), StandardCharsets.UTF_8));
        List<String> parts = new ArrayList<>();
        while (part.find()) {
            parts.add(part.group(1));
        }
        if (parts.isEmpty()) {
            throw new AssertionError(
                    "no parts: " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return parts;
    }

    private long fetch(String part) throws IOException, InterruptedException, MalformedException {
        while (true) {
            long from = System.nanoTime();
            HttpResponse<byte[]> answer = get(part + "?" + paying.receipt(paid).query());
            long micros = (System.nanoTime() - from) / 1_000;
            switch (answer.statusCode()) {
                case 200 -> {
                    return micros;
                }
                case 402 -> paid = Rest.json(answer.body()).get("due").asInt();
                case 403 -> {
                    paying = PayingViewer.of(control, stream);
                    paid = 0;
                    parts();
                }
                default ->
                    throw new AssertionError(part + ": " + answer.statusCode() + " "
                            + new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
    }

    private HttpResponse<byte[]> get(String name) throws IOException, InterruptedException {
        URI url = paying.box().base().resolve(paying.path() + name);
        return http.send(
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
