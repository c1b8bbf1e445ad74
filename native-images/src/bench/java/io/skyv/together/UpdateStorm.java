package io.skyv.together;

import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.HttpTransport;
import io.skyv.ota.fetch.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many boxes that look for updates at once: real clients, each with its own trusted metadata (in memory), released by one shot;
 * each takes one of a bounded number of places, and connections are kept alive among them. A process of its own.
 */
final class UpdateStorm {
    private static final double NANOS_PER_MILLI = 1e6;

    private UpdateStorm() {}

    /** {@code URL ROOT_FILE CLIENTS PLACES}; one line says what came of it, another of their second time. */
    public static void main(String[] args) throws Exception {
        byte[] root = Files.readAllBytes(Path.of(args[1]));
        int clients = Integer.parseInt(args[2]);
        Semaphore places = new Semaphore(Integer.parseInt(args[3]));
        Transport transport = new HttpTransport(FetchLimits.DEFAULT);
        List<Memory> disks = new java.util.ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Memory disk = new Memory();
            TufClient.init(disk, root);
            disks.add(disk);
        }
        System.out.println("first " + storm(args[0], disks, places, transport));
        System.out.println("again " + storm(args[0], disks, places, transport));
    }

    private static String storm(String url, List<Memory> disks, Semaphore places, Transport transport)
            throws InterruptedException {
        CountDownLatch shot = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(disks.size());
        AtomicInteger failed = new AtomicInteger();
        double[] millis = new double[disks.size()];
        for (int i = 0; i < millis.length; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                try {
                    shot.await();
                    places.acquire();
                    long start = System.nanoTime();
                    try {
                        refresh(url, disks.get(number), transport);
                    } finally {
                        places.release();
                    }
                    millis[number] = (System.nanoTime() - start) / NANOS_PER_MILLI;
                } catch (Exception e) {
                    failed.incrementAndGet();
                    System.err.println(e);
                } finally {
                    done.countDown();
                }
            });
        }
        long start = System.nanoTime();
        shot.countDown();
        done.await();
        double seconds = (System.nanoTime() - start) / NANOS_PER_MILLI / 1000;
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "%d clients in %.2f s, %d failed, p50 %.1f ms, p99 %.1f ms",
                millis.length,
                seconds,
                failed.get(),
                millis[millis.length / 2],
                millis[millis.length * 99 / 100]);
    }

    private static void refresh(String url, Disk disk, Transport transport) throws Exception {
        var _ = new TufClient(
                        disk,
                        List.of(new Mirror(url + "metadata/", url + "targets/")),
                        transport,
                        new BoundedBytes(FetchLimits.DEFAULT, System::nanoTime),
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
