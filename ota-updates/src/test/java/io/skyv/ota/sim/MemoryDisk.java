package io.skyv.ota.sim;

import io.skyv.ota.disk.Disk;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A disk that may lose power before any step, or refuse one. What was not forced may then be there, or not, or in part:
 * {@link #afterPowerCut} gives each of these.
 */
public final class MemoryDisk implements Disk {
    /** No exception that a program catches: the program is gone. */
    public static final class PowerCut extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What a disk may have of what nobody forced. */
    public enum Unforced {
        /** A killed process loses nothing. */
        KEPT,
        LOST,
        /** Names are new, and of what was written the first half is there, then zeros. */
        TORN
    }

    private static final int NEVER = Integer.MAX_VALUE;

    private static final class Content {
        byte[] now = {};
        byte[] forced = {};
    }

    private final Map<String, Content> now = new HashMap<>();
    private final Map<String, Content> forced = new HashMap<>();
    private int steps;
    private int cutAt = NEVER;
    private int refuseFrom = NEVER;

    public int steps() {
        return steps;
    }

    /** Power goes before the step of that number, counted from 0. */
    public MemoryDisk cutAt(int step) {
        cutAt = step;
        return this;
    }

    /** From that step on nothing more is written, as on a disk that is full or read-only. */
    public MemoryDisk refuseFrom(int step) {
        refuseFrom = step;
        return this;
    }

    public void acceptAgain() {
        refuseFrom = NEVER;
    }

    /** A step of the disk's use from now on. */
    public int nextStep() {
        return steps;
    }

    public MemoryDisk afterPowerCut(Unforced unforced) {
        MemoryDisk after = new MemoryDisk();
        Map<String, Content> names = unforced == Unforced.LOST ? forced : now;
        names.forEach((name, content) -> after.put(
                name,
                switch (unforced) {
                    case KEPT -> content.now;
                    case LOST -> content.forced;
                    case TORN -> torn(content);
                }));
        return after;
    }

    private static byte[] torn(Content content) {
        if (Arrays.equals(content.now, content.forced)) {
            return content.now;
        }
        byte[] half = new byte[content.now.length];
        System.arraycopy(content.now, 0, half, 0, content.now.length / 2);
        return half;
    }

    /** As if it had always been there. */
    public void put(String name, byte[] bytes) {
        Content content = new Content();
        content.now = bytes.clone();
        content.forced = bytes.clone();
        now.put(name, content);
        forced.put(name, content);
    }

    public Optional<byte[]> get(String name) {
        return Optional.ofNullable(now.get(name)).map(content -> content.now.clone());
    }

    private void step() throws IOException {
        if (steps == cutAt) {
            throw new PowerCut();
        }
        steps++;
        if (steps > refuseFrom) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public OptionalLong sizeBytes(String name) {
        Content content = now.get(name);
        return content == null ? OptionalLong.empty() : OptionalLong.of(content.now.length);
    }

    @Override
    public Optional<InputStream> open(String name) {
        return get(name).map(ByteArrayInputStream::new);
    }

    @Override
    public Output create(String name) throws IOException {
        step();
        Content content = new Content();
        now.put(name, content);
        return new MemoryOutput(content);
    }

    @Override
    public Output append(String name) throws IOException {
        step();
        return new MemoryOutput(now.computeIfAbsent(name, ignored -> new Content()));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        now.put(to, now.remove(from));
    }

    @Override
    public void delete(String name) throws IOException {
        step();
        now.remove(name);
    }

    @Override
    public List<String> names() {
        return now.keySet().stream().sorted().toList();
    }

    @Override
    public void force() throws IOException {
        step();
        forced.clear();
        forced.putAll(now);
    }

    private final class MemoryOutput implements Output {
        private final Content content;

        MemoryOutput(Content content) {
            this.content = content;
        }

        @Override
        public void write(byte[] bytes, int length) throws IOException {
            step();
            int old = content.now.length;
            content.now = Arrays.copyOf(content.now, old + length);
            System.arraycopy(bytes, 0, content.now, old, length);
        }

        @Override
        public void force() throws IOException {
            step();
            content.forced = content.now.clone();
        }

        @Override
        public void close() {}
    }
}
