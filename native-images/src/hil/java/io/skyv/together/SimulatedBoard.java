package io.skyv.together;

import io.skyv.hardware.light.BoxSign;
import io.skyv.hardware.light.LedPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A board that is simulated by the kernel, from outside: what a hand, an eye and a thermometer would do. */
final class SimulatedBoard {
    static final int STATUS = 0;
    static final int ALERT = 2;
    static final int BUTTON = 3;
    static final int TAMPER = 4;
    static final int FAN = 5;
    static final int IR_CUT = 6;

    private static final Path GPIO_SIM = Path.of("/sys/devices/platform/gpio-sim.0");
    private static final int SAMPLE_MILLIS = 20;
    private static final int LONGEST_PATTERN_MILLIS = 4000;

    private final Path chip;
    private final int status;
    private final boolean litHigh;
    private final int button;

    /** As the shipped profile {@code simulated} has it. */
    SimulatedBoard() throws IOException {
        this(STATUS, true, BUTTON);
    }

    /**
     * @param status line of the status LED
     * @param litHigh the level at which it is lit
     * @param button line of the button, which is to ground
     */
    SimulatedBoard(int status, boolean litHigh, int button) throws IOException {
        this.status = status;
        this.litHigh = litHigh;
        this.button = button;
        try (Stream<Path> all = Files.list(GPIO_SIM)) {
            chip = all.filter(path -> path.getFileName().toString().startsWith("gpiochip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The resistors of specification §11: what a line floats to is its safe state. */
    void resistors() throws IOException {
        pull(STATUS, false);
        pull(ALERT, true);
        pull(BUTTON, true);
        pull(TAMPER, false);
        pull(FAN, true);
        pull(IR_CUT, true);
    }

    /** Whether the status LED is lit. */
    boolean lit() throws IOException {
        return high(status) == litHigh;
    }

    boolean high(int line) throws IOException {
        return Files.readString(chip.resolve("sim_gpio" + line + "/value"))
                .strip()
                .equals("1");
    }

    void pull(int line, boolean up) throws IOException {
        Files.writeString(chip.resolve("sim_gpio" + line + "/pull"), up ? "pull-up" : "pull-down");
    }

    /** Held for so long; the button is to ground. */
    void press(Duration held) throws IOException, InterruptedException {
        pull(button, false);
        TimeUnit.MILLISECONDS.sleep(held.toMillis());
        pull(button, true);
    }

    /** Into the LM75's register, as the chip would have it: degrees, the high byte first. */
    void temperature(int celsius) {
        Shell.run("i2cset", "-y", "0", "0x48", "0", "0x" + Integer.toHexString(celsius), "w");
    }

    /** How much of the time a LED was as a sign would have it. */
    record Seen(BoxSign sign, double share) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.0f %%", sign, 100 * share);
        }
    }

    /** Looks at the status LED for some seconds; the sign that fits best, in whichever phase it began. */
    Seen look() throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        List<Boolean> lit = new ArrayList<>();
        long began = System.nanoTime();
        for (long now = 0;
                now < LONGEST_PATTERN_MILLIS;
                now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)) {
            millis.add(now);
            lit.add(lit());
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
        return Stream.of(BoxSign.values())
                .map(sign -> new Seen(sign, share(sign.status(), millis, lit)))
                .max(Comparator.comparingDouble(Seen::share))
                .orElseThrow();
    }

    /** What the status LED did while something else went on; a second of it is enough to know a sign by. */
    final class Film implements AutoCloseable {
        /** The period of {@link BoxSign#BOOTING}: an executable starts so soon that there is no second one. */
        private static final long KNOWN_BY_MILLIS = 1000;

        private final List<Long> millis = new ArrayList<>();
        private final List<Boolean> lit = new ArrayList<>();
        private final Thread thread =
                Thread.ofPlatform().name("film").daemon(true).start(this::film);

        private void film() {
            long began = System.nanoTime();
            try {
                while (!Thread.interrupted()) {
                    millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                    lit.add(lit());
                    TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
                }
            } catch (InterruptedException e) {
                // that is its end
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** How well it fitted at its best, once it is over. */
        double best(BoxSign sign) {
            double best = 0;
            for (int from = 0, to = 0; to < millis.size(); to++) {
                if (millis.get(to) - millis.get(from) >= KNOWN_BY_MILLIS) {
                    best = Math.max(best, share(sign.status(), millis.subList(from, to), lit.subList(from, to)));
                    from += (to - from) / 4;
                }
            }
            return best;
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    private static double share(LedPattern pattern, List<Long> millis, List<Boolean> lit) {
        double best = 0;
        for (long phase = 0; phase < pattern.periodMillis(); phase += SAMPLE_MILLIS) {
            int fitting = 0;
            for (int i = 0; i < lit.size(); i++) {
                fitting += pattern.litAt(millis.get(i) + phase) == lit.get(i) ? 1 : 0;
            }
            best = Math.max(best, (double) fitting / lit.size());
        }
        return best;
    }
}
