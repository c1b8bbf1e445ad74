package io.skyv.ota.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program.
 *
 * @param peakBytes the most that was resident, mapped files too (VmHWM of /proc)
 */
record Measured(double seconds, long peakBytes) {
    private static final int LOOK_MILLIS = 5;
    private static final String PEAK = "VmHWM:";
    private static final double NANOS_PER_SECOND = 1e9;

    /** Nothing if the program is not installed. */
    static Optional<Measured> run(List<String> command) throws InterruptedException, IOException {
        long start = System.nanoTime();
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
        long peak = 0;
        do {
            peak = Math.max(peak, peakBytes(process.pid()));
        } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        assertEquals(0, process.exitValue(), String.join(" ", command));
        return Optional.of(new Measured(seconds, peak));
    }

    private static long peakBytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }
}
