package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A channel of a PWM controller by sysfs (Documentation/driver-api/pwm.rst). The controller is found by its device's name,
 * such as {@code fe20c000.pwm}: the numbers of {@code pwmchipN} change from kernel to kernel.
 */
public final class SysfsPwm implements AutoCloseable {
    /** Where the kernel shows them. */
    public static final Path SYSFS = Path.of("/sys/class/pwm");

    private static final int PERMISSION_LOOKS = 50;
    private static final Duration PERMISSION_LOOK = Duration.ofMillis(20);

    private final Path chip;
    private final Path channel;
    private final int number;
    private final long periodNanos;

    private SysfsPwm(Path chip, int number, long periodNanos) {
        this.chip = chip;
        this.number = number;
        this.channel = chip.resolve("pwm" + number);
        this.periodNanos = periodNanos;
    }

    /**
     * Takes the channel, with duty 0 and enabled.
     *
     * @param sysfs {@link #SYSFS}
     * @param controller the last name of the device's path
     */
    public static SysfsPwm open(Path sysfs, String controller, int number, long periodNanos) throws IOException {
        SysfsPwm pwm = new SysfsPwm(chip(sysfs, controller), number, periodNanos);
        if (!Files.exists(pwm.channel)) {
            write(pwm.chip.resolve("export"), number);
        }
        if (!Files.exists(pwm.channel)) {
            throw new IOException(controller + " has no PWM channel " + number + " at " + pwm.channel
                    + ": see whether the overlay that brings it to its pin is loaded");
        }
        pwm.awaitPermission();
        write(pwm.channel.resolve("duty_cycle"), 0); // never longer than the period, whatever is there
        write(pwm.channel.resolve("period"), periodNanos);
        write(pwm.channel.resolve("enable"), 1);
        return pwm;
    }

    /** A channel that was just made is root's alone, until udev's rule for it has run. */
    private void awaitPermission() {
        Path period = channel.resolve("period");
        for (int i = 0; i < PERMISSION_LOOKS && !Files.isWritable(period); i++) {
            LockSupport.parkNanos(PERMISSION_LOOK.toNanos());
        }
    }

    private static Path chip(Path sysfs, String controller) throws IOException {
        List<String> others = new ArrayList<>();
        if (Files.isDirectory(sysfs)) {
            try (DirectoryStream<Path> chips = Files.newDirectoryStream(sysfs, "pwmchip*")) {
                for (Path chip : chips) {
                    String name =
                            chip.resolve("device").toRealPath().getFileName().toString();
                    if (name.equals(controller)) {
                        return chip;
                    }
                    others.add(name);
                }
            }
        }
        throw new IOException("there is no PWM controller " + controller + " in " + sysfs + ", only " + others
                + ": see whether its overlay is loaded");
    }

    /** @param percent how much of the period the line is high, 0 to 100 */
    public void set(int percent) throws IOException {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("a duty is 0 to 100 %, not " + percent);
        }
        write(channel.resolve("duty_cycle"), periodNanos / 100 * percent);
    }

    /** Gives the channel back as it is: the controller goes on with the last duty. */
    @Override
    public void close() throws IOException {
        write(chip.resolve("unexport"), number);
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value));
    }
}
