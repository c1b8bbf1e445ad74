package io.skyv.ota.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skyv.ota.image.Delta;
import io.skyv.ota.image.FullImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A delta between two real builds, {@code -Dskyv.bench.old=… -Dskyv.bench.new=…}, next to what Debian's xdelta3 and zstd make
 * of the same files in the same run.
 */
class DeltaBench {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MIB = 1 << 20;

    @TempDir
    Path directory;

    private interface Work {
        void run() throws Exception;
    }

    @Test
    void shouldTellWhatADeltaCosts() throws Exception {
        String oldName = System.getProperty("skyv.bench.old", "");
        String newName = System.getProperty("skyv.bench.new", "");
        assumeTrue(
                Files.isRegularFile(Path.of(oldName)) && Files.isRegularFile(Path.of(newName)),
                "no two builds to compare: -Dskyv.bench.old=FILE -Dskyv.bench.new=FILE");
        Path old = Path.of(oldName).toRealPath();
        Path next = Path.of(newName).toRealPath();
        System.out.printf(Locale.ROOT, "| %.1f MiB → %.1f MiB | size | make | apply |%n", mib(old), mib(next));
        ours(old, next);
        image(next);
        byDebian(
                "xdelta3 -9",
                next,
                List.of("xdelta3", "-9", "-f", "-B", "2147483648", "-e", "-s", "OLD", "NEW", "OUT"),
                List.of("xdelta3", "-f", "-B", "2147483648", "-d", "-s", "OLD", "OUT", "BACK"),
                old);
        byDebian(
                "zstd -19 --patch-from",
                next,
                List.of("zstd", "-q", "-f", "-19", "--long=27", "--patch-from=OLD", "NEW", "-o", "OUT"),
                List.of("zstd", "-q", "-f", "-d", "--long=27", "--patch-from=OLD", "OUT", "-o", "BACK"),
                old);
        byDebian(
                "zstd -19, whole",
                next,
                List.of("zstd", "-q", "-f", "-19", "NEW", "-o", "OUT"),
                List.of("zstd", "-q", "-f", "-d", "OUT", "-o", "BACK"),
                old);
    }

    private void ours(Path old, Path next) throws Exception {
        Path delta = directory.resolve("delta");
        Path back = directory.resolve("back");
        double make = seconds(() -> Delta.make(old, next, delta));
        double apply = seconds(() -> {
            try (InputStream in = Files.newInputStream(delta);
                    OutputStream out = Files.newOutputStream(back)) {
                Delta.apply(old, in, out, Delta.MAX_IMAGE_BYTES);
            }
        });
        assertEquals(-1, Files.mismatch(next, back));
        print("SKYV's delta (made and tried)", delta, make, apply);
    }

    private void image(Path next) throws Exception {
        Path image = directory.resolve("image");
        double make = seconds(() -> FullImage.compress(next, image));
        double apply = seconds(() -> {
            try (InputStream in = Files.newInputStream(image)) {
                FullImage.expand(in, OutputStream.nullOutputStream(), Delta.MAX_IMAGE_BYTES);
            }
        });
        print("SKYV's whole image", image, make, apply);
    }

    private void byDebian(String name, Path next, List<String> make, List<String> apply, Path old) throws Exception {
        Path out = directory.resolve("debian");
        Path back = directory.resolve("debian-back");
        Optional<Double> made = run(make, old, next, out, back);
        if (made.isEmpty()) {
            System.out.println("| " + name + " | not installed | | |");
            return;
        }
        double applied = run(apply, old, next, out, back).orElseThrow();
        assertEquals(-1, Files.mismatch(next, back));
        print(name, out, made.get(), applied);
    }

    private static Optional<Double> run(List<String> words, Path old, Path next, Path out, Path back) throws Exception {
        List<String> command = words.stream()
                .map(word -> word.replace("OLD", old.toString())
                        .replace("NEW", next.toString())
                        .replace("OUT", out.toString())
                        .replace("BACK", back.toString()))
                .toList();
        try {
            return Optional.of(seconds(() -> assertEquals(
                    0, new ProcessBuilder(command).inheritIO().start().waitFor(), String.join(" ", command))));
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }

    private static void print(String name, Path file, double make, double apply) throws IOException {
        System.out.printf(Locale.ROOT, "| %s | %.2f MiB | %.1f s | %.2f s |%n", name, mib(file), make, apply);
    }

    private static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static double mib(Path file) throws IOException {
        return Files.size(file) / MIB;
    }
}
