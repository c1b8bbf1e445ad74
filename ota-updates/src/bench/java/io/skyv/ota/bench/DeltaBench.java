package io.skyv.ota.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A delta between two real builds, {@code -Dskyv.bench.old=… -Dskyv.bench.new=…}, next to what Debian's xdelta3 and zstd make
 * of the same files in the same run; each a process of its own, with its time from start to end and the peak of its memory.
 */
class DeltaBench {
    private static final double MIB = 1 << 20;
    /** What making and applying may need, Java itself too. */
    private static final long MAX_BYTES = 64 << 20;

    /**
     * A box's: the heap holds a block of the image, a frame of the delta, and little else. Java's archive of its own classes is used
     * where it was made for, else each page of it would be written to.
     */
    private static final List<String> SMALL_JVM = List.of(
            "-Xmx8m",
            "-XX:MaxDirectMemorySize=8m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=8m",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");
    /** As the launcher starts {@code release add}. */
    private static final List<String> MAKERS_JVM = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-Xshare:off",
            "-Xms6m",
            "-Xmn1m",
            "-XX:MinHeapFreeRatio=5",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:TrimNativeHeapInterval=100");

    @TempDir
    Path directory;

    private Path old = Path.of("");
    private Path next = Path.of("");

    @Test
    void shouldTellWhatADeltaCosts() throws Exception {
        String oldName = System.getProperty("skyv.bench.old", "");
        String newName = System.getProperty("skyv.bench.new", "");
        assumeTrue(
                Files.isRegularFile(Path.of(oldName)) && Files.isRegularFile(Path.of(newName)),
                "no two builds to compare: -Dskyv.bench.old=FILE -Dskyv.bench.new=FILE");
        old = Path.of(oldName).toRealPath();
        next = Path.of(newName).toRealPath();
        System.out.printf(
                Locale.ROOT,
                "| %.1f MiB → %.1f MiB | size | made | peak | applied | peak |%n",
                Files.size(old) / MIB,
                Files.size(next) / MIB);
        Both delta = measure(
                "SKYV's delta (made and tried)", ours(MAKERS_JVM, "make", "NEW"), ours(SMALL_JVM, "apply", "BACK"));
        Both whole =
                measure("SKYV's whole image", ours(MAKERS_JVM, "compress", "NEW"), ours(SMALL_JVM, "expand", "BACK"));
        measure(
                "xdelta3 -9",
                List.of("xdelta3", "-9", "-f", "-B", "2147483648", "-e", "-s", "OLD", "NEW", "OUT"),
                List.of("xdelta3", "-f", "-B", "2147483648", "-d", "-s", "OLD", "OUT", "BACK"));
        measure(
                "zstd -19 --patch-from",
                List.of("zstd", "-q", "-f", "-19", "--long=27", "--patch-from=OLD", "NEW", "-o", "OUT"),
                List.of("zstd", "-q", "-f", "-d", "--long=27", "--patch-from=OLD", "OUT", "-o", "BACK"));
        measure(
                "zstd -19, whole",
                List.of("zstd", "-q", "-f", "-19", "NEW", "-o", "OUT"),
                List.of("zstd", "-q", "-f", "-d", "OUT", "-o", "BACK"));
        for (Measured each : List.of(delta.made(), delta.applied(), whole.made(), whole.applied())) {
            assertTrue(each.peakBytes() <= MAX_BYTES, each + " takes more than " + MAX_BYTES + " bytes");
        }
    }

    private record Both(Measured made, Measured applied) {}

    private static List<String> ours(List<String> jvm, String what, String nextWord) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(DeltaProgram.class.getName(), what, "OLD", nextWord, "OUT"));
        return command;
    }

    /** Nothing of what is not installed. */
    private Both measure(String name, List<String> make, List<String> apply) throws Exception {
        Optional<Measured> made = Measured.run(named(make));
        if (made.isEmpty()) {
            System.out.println("| " + name + " | not installed | | | | |");
            return new Both(new Measured(0, 0), new Measured(0, 0));
        }
        Measured applied = Measured.run(named(apply)).orElseThrow();
        assertEquals(-1, Files.mismatch(next, directory.resolve("back")), name);
        print(name, made.get(), applied);
        return new Both(made.get(), applied);
    }

    private List<String> named(List<String> words) {
        return words.stream()
                .map(word -> switch (word) {
                    case "OLD" -> old.toString();
                    case "NEW" -> next.toString();
                    case "OUT" -> directory.resolve("out").toString();
                    case "BACK" -> directory.resolve("back").toString();
                    case "--patch-from=OLD" -> "--patch-from=" + old;
                    default -> word;
                })
                .toList();
    }

    private void print(String name, Measured made, Measured applied) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f MB | %.1f s | %.0f MiB | %.2f s | %.1f MiB |%n",
                name,
                Files.size(directory.resolve("out")) / 1e6,
                made.seconds(),
                made.peakBytes() / MIB,
                applied.seconds(),
                applied.peakBytes() / MIB);
    }
}
