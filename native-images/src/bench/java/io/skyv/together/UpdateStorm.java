package io.skyv.together;

import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.HttpTransport;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.sim.CountingRelay;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many boxes that look for updates at once: real clients, each with its own trusted metadata (in memory) and a connection of its
 * own, all released by one shot. Then one of them by itself, again and again. A process of its own.
 */
final class UpdateStorm {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int LONE_ROUNDS = 200;
    /** All of them share this machine's cores, and wait for each other: a box has its own. */
    private static final FetchLimits PATIENT = new FetchLimits(60_000, 120_000, 1, 600_000);

    private UpdateStorm() {}

    /** {@code URL ROOT_FILE CLIENTS}; one line says what came of it, one of their second time, and one of the lone one. */
    public static void main(String[] args) throws Exception {
        byte[] root = Files.readAllBytes(Path.of(args[1]));
        int clients = Integer.parseInt(args[2]);
        Transport transport = new HttpTransport(PATIENT);
        List<Memory> disks = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Memory disk = new Memory();
            TufClient.init(disk, root);
            disks.add(disk);
        }
        System.out.println("first time: " + storm(args[0], disks, transport));
        System.out.println("up to date: " + storm(args[0], disks, transport));
        System.out.println(lone(URI.create(args[0]), disks.getFirst(), transport));
    }

    private static String storm(String url, List<Memory> disks, Transport transport) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(disks.size());
        CountDownLatch shot = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(disks.size());
        AtomicInteger failed = new AtomicInteger();
        double[] millis = new double[disks.size()];
        AtomicLong startNanos = new AtomicLong();
        for (int i = 0; i < millis.length; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                try {
                    ready.countDown();
                    shot.await();
                    refresh(url, disks.get(number), transport);
                    millis[number] = (System.nanoTime() - startNanos.get()) / NANOS_PER_MILLI;
                } catch (Exception e) {
                    if (failed.getAndIncrement() == 0) {
                        System.err.println(e);
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        ready.await();
        startNanos.set(System.nanoTime());
        shot.countDown();
        done.await();
        double seconds = (System.nanoTime() - startNanos.get()) / NANOS_PER_MILLI / 1000;
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "%d clients in %.2f s, %d failed, done after p50 %.1f s, p99 %.1f s",
                millis.length,
                seconds,
                failed.get(),
                millis[millis.length / 2] / 1000,
                millis[millis.length * 99 / 100] / 1000);
    }

    private static String lone(URI url, Memory disk, Transport transport) throws Exception {
        double[] millis = new double[LONE_ROUNDS];
        try (CountingRelay wire = new CountingRelay(url.getPort())) {
            String by = "http://127.0.0.1:" + wire.port() + url.getPath();
            refresh(by, disk, transport);
            long before = wire.bytes();
            for (int i = 0; i < LONE_ROUNDS; i++) {
                long start = System.nanoTime();
                refresh(by, disk, transport);
                millis[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            }
            long bytes = (wire.bytes() - before) / LONE_ROUNDS;
            Arrays.sort(millis);
            return String.format(
                    Locale.ROOT,
                    "one client, up to date: p50 %.1f ms, p99 %.1f ms, %d bytes on the wire, both ways",
                    millis[LONE_ROUNDS / 2],
                    millis[LONE_ROUNDS * 99 / 100],
                    bytes);
        }
    }

    private static void refresh(String url, Disk disk, Transport transport) throws Exception {
        var _ = new TufClient(
                        disk,
                        List.of(new Mirror(url + "metadata/", url + "targets/")),
                        transport,
                        new BoundedBytes(PATIENT, System::nanoTime),
                        InstantSource.system(),
                        Limits.DEFAULT)
                .refresh();
    }

    /** A disk without a disk. */
    private static final class Memory implements Disk {
        private final Map<String, byte[]> files = new ConcurrentHashMap<>();

        @Override
        public OptionalLong sizeBytes(String name) {
            byte[] file = files.get(name);
            return file == null ? OptionalLong.empty() : OptionalLong.of(file.length);
        }

        @Override
        public Optional<InputStream> open(String name) {
            return Optional.ofNullable(files.get(name)).map(ByteArrayInputStream::new);
        }

        @Override
        public Output create(String name) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            return new Output() {
                @Override
                public void write(byte[] bytes, int length) {
                    content.write(bytes, 0, length);
                }

                @Override
                public void force() {}

                @Override
                public void close() {
                    files.put(name, content.toByteArray());
                }
            };
        }

        @Override
        public Output append(String name) {
            throw new UnsupportedOperationException("a refresh appends nothing");
        }

        @Override
        public void rename(String from, String to) {
            files.put(to, Optional.ofNullable(files.remove(from)).orElseThrow());
        }

        @Override
        public void delete(String name) {
            files.remove(name);
        }

        @Override
        public List<String> names() {
            return List.copyOf(files.keySet());
        }

        @Override
        public void force() {}
    }
}
