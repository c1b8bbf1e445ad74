package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * One line of a GPIO chip, held by this process: by the kernel's GPIO character device, uAPI v2 (linux/gpio.h, since Linux
 * 5.10). When it is closed, or the process ends however it ends, the kernel takes the line back; which level an output has
 * after that is the driver's choice.
 */
public final class GpioLine implements AutoCloseable {
    /** What a process that looks at the lines sees as their user (gpioinfo). */
    static final String CONSUMER = "skyv-box";

    /** Edges that wait to be read; a button's bounces are fewer. */
    static final int EVENT_BUFFER = 64;

    private static final long GET_LINE = 0xC250B407L;
    private static final long GET_VALUES = 0xC010B40EL;
    private static final long SET_VALUES = 0xC010B40FL;

    // struct gpio_v2_line_request
    private static final int REQUEST_BYTES = 592;
    private static final int REQUEST_CONSUMER = 256;
    private static final int REQUEST_FLAGS = 288;
    private static final int REQUEST_ATTRIBUTES = 296;
    private static final int REQUEST_FIRST_ATTRIBUTE = 320;
    private static final int REQUEST_LINES = 560;
    private static final int REQUEST_BUFFER = 564;
    private static final int REQUEST_DESCRIPTOR = 588;

    // struct gpio_v2_line_config_attribute
    private static final int ATTRIBUTE_VALUE = 8;
    private static final int ATTRIBUTE_MASK = 16;
    private static final int ATTRIBUTE_OUTPUT_VALUES = 2;
    private static final int ATTRIBUTE_DEBOUNCE = 3;

    // enum gpio_v2_line_flag
    private static final long INPUT = 1 << 2;
    private static final long OUTPUT = 1 << 3;
    private static final long EDGE_RISING = 1 << 4;
    private static final long EDGE_FALLING = 1 << 5;

    // struct gpio_v2_line_event
    private static final int EVENT_BYTES = 48;
    private static final int EVENT_ID = 8;
    private static final int EVENT_ID_RISING = 1;

    // struct gpio_v2_line_values
    private static final int VALUES_BYTES = 16;
    private static final int VALUES_MASK = 8;

    private final String name;
    private final int descriptor;
    private boolean closed;

    /** What the chip does with a line that nobody drives. */
    public enum Bias {
        AS_IS(0),
        PULL_UP(1 << 8),
        PULL_DOWN(1 << 9),
        DISABLED(1 << 10);

        private final long flag;

        Bias(long flag) {
            this.flag = flag;
        }
    }

    /**
     * An edge of an input.
     *
     * @param nanos when it was, by the kernel's monotonic clock
     * @param high the level after it
     */
    public record Edge(long nanos, boolean high) {}

    private GpioLine(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /** @param high the level that it has from the first moment */
    public static GpioLine output(GpioChip chip, int line, boolean high) throws IOException {
        return request(chip, line, OUTPUT, ATTRIBUTE_OUTPUT_VALUES, high ? 1 : 0);
    }

    /** @param debounce levels that last shorter are no edges */
    public static GpioLine input(GpioChip chip, int line, Bias bias, Duration debounce) throws IOException {
        long flags = INPUT | EDGE_RISING | EDGE_FALLING | bias.flag;
        return request(chip, line, flags, ATTRIBUTE_DEBOUNCE, debounce.toNanos() / 1000);
    }

    private static GpioLine request(GpioChip chip, int line, long flags, int attribute, long value) throws IOException {
        String name = chip.label() + " line " + line;
        if (line < 0 || line >= chip.lines()) {
            throw new IOException("there is no " + name + ": the chip has " + chip.lines() + " lines");
        }
        int device = Kernel.open(chip.path().toString(), Kernel.O_RDWR);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            request.set(ValueLayout.JAVA_INT, 0, line);
            request.setString(REQUEST_CONSUMER, CONSUMER, StandardCharsets.US_ASCII);
            request.set(ValueLayout.JAVA_LONG, REQUEST_FLAGS, flags);
            request.set(ValueLayout.JAVA_INT, REQUEST_ATTRIBUTES, 1);
            request.set(ValueLayout.JAVA_INT, REQUEST_FIRST_ATTRIBUTE, attribute);
            if (attribute == ATTRIBUTE_DEBOUNCE) {
                request.set(ValueLayout.JAVA_INT, REQUEST_FIRST_ATTRIBUTE + ATTRIBUTE_VALUE, (int) value);
            } else {
                request.set(ValueLayout.JAVA_LONG, REQUEST_FIRST_ATTRIBUTE + ATTRIBUTE_VALUE, value);
            }
            request.set(ValueLayout.JAVA_LONG, REQUEST_FIRST_ATTRIBUTE + ATTRIBUTE_MASK, 1L);
            request.set(ValueLayout.JAVA_INT, REQUEST_LINES, 1);
            request.set(ValueLayout.JAVA_INT, REQUEST_BUFFER, EVENT_BUFFER);
            Kernel.ioctl(device, GET_LINE, request, "have " + name);
            return new GpioLine(name, request.get(ValueLayout.JAVA_INT, REQUEST_DESCRIPTOR));
        } finally {
            Kernel.close(device);
        }
    }

    /** Drives an output. */
    public void set(boolean high) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(VALUES_BYTES, Long.BYTES);
            values.set(ValueLayout.JAVA_LONG, 0, high ? 1L : 0L);
            values.set(ValueLayout.JAVA_LONG, VALUES_MASK, 1L);
            Kernel.ioctl(descriptor, SET_VALUES, values, "set " + name);
        }
    }

    /** Whether it is high now. */
    public boolean get() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(VALUES_BYTES, Long.BYTES);
            values.set(ValueLayout.JAVA_LONG, VALUES_MASK, 1L);
            Kernel.ioctl(descriptor, GET_VALUES, values, "read " + name);
            return (values.get(ValueLayout.JAVA_LONG, 0) & 1) != 0;
        }
    }

    /** Waits for the next edge of an input; by one thread. */
    public Optional<Edge> awaitEdge(Duration longest) throws IOException {
        if (!Kernel.awaitInput(descriptor, (int) longest.toMillis())) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, Long.BYTES);
            if (Kernel.read(descriptor, event) != EVENT_BYTES) {
                throw new IOException("the kernel told half an edge of " + name);
            }
            return Optional.of(new Edge(
                    event.get(ValueLayout.JAVA_LONG, 0), event.get(ValueLayout.JAVA_INT, EVENT_ID) == EVENT_ID_RISING));
        }
    }

    /** Gives the line back. Not while another thread waits for an edge. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            Kernel.close(descriptor);
        }
    }
}
