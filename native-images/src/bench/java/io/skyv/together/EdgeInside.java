package io.skyv.together;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What {@link EdgeBench} runs in the kernel that has the devices. */
final class EdgeInside {
    static final String DONE = "the bench is done";
    static final List<String> OPTIONS =
            List.of("skyv.bench.warm-edges", "skyv.bench.edges", "skyv.bench.rounds", "skyv.bench.idle-seconds");

    private static final int LINE = 20;
    private static final int WARM = Integer.getInteger("skyv.bench.warm-edges", 300);
    private static final int EDGES = Integer.getInteger("skyv.bench.edges", 1000);
    private static final int ROUNDS = Integer.getInteger("skyv.bench.rounds", 3);
    private static final int SETTLES_SECONDS = 20;
    private static final int IDLE_SECONDS = Integer.getInteger("skyv.bench.idle-seconds", 60);
    private static final double TICKS_PER_SECOND = 100;

    /** Of {@code /proc/PID/task/TID/stat}, after the name: utime and stime. */
    private static final int USER_TICKS = 11;

    private final SimulatedBoard board = new SimulatedBoard();

    private EdgeInside() throws IOException {}

    public static void main(String[] args) throws Exception {
        EdgeInside inside = new EdgeInside();
        inside.edges();
        inside.idle();
        System.out.println(DONE);
    }

    /** From before the line is pulled until the line of text is read that tells of it; a round of each in turn. */
    private void edges() throws Exception {
        Map<String, List<String>> programs = new LinkedHashMap<>();
        programs.put("gpiomon", List.of("gpiomon", "-b", "-F", "%e %s.%n", "gpiochip0", Integer.toString(LINE)));
        programs.put("box, JVM", watching(Network.BOX_JAR));
        if (Files.isExecutable(Network.BOX_EXECUTABLE)) {
            programs.put("box, native", watching(Network.BOX_EXECUTABLE));
        }
        Map<String, List<Long>> micros = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> program : programs.entrySet()) {
                micros.computeIfAbsent(program.getKey(), _ -> new ArrayList<>()).addAll(heard(program.getValue()));
            }
        }
        micros.forEach((program, all) -> {
            Figures figures = Figures.ofMicros(all);
            System.out.printf(
                    Locale.ROOT,
                    "edge to event, %s: p50 %.0f µs, p99 %.0f µs (%d)%n",
                    program,
                    figures.p50() * 1e6,
                    figures.p99() * 1e6,
                    figures.count());
        });
    }

    private static List<String> watching(Path box) {
        List<String> words = new ArrayList<>(Program.command(box));
        words.addAll(List.of("watch-line", "gpio-sim.0-node0", Integer.toString(LINE)));
        return words;
    }

    private List<Long> heard(List<String> command) throws Exception {
        board.pull(LINE, false);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            awaitTaken();
            if (!command.getFirst().equals("gpiomon")) {
                lines.readLine(); // how the line is at the beginning
            }
            List<Long> micros = new ArrayList<>();
            for (int i = 0; i < WARM + EDGES; i++) {
                long began = System.nanoTime();
                board.pull(LINE, i % 2 == 0);
                if (lines.readLine() == null) {
                    throw new AssertionError(command + " ended");
                }
                if (i >= WARM) {
                    micros.add((System.nanoTime() - began) / 1000);
                }
            }
            return micros;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void awaitTaken() throws Exception {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (Shell.succeeds("sh", "-c", "gpioinfo gpiochip0 | grep -q 'line *" + LINE + ":.*unused'")) {
            if (System.nanoTime() > until) {
                throw new AssertionError("nobody takes the line");
            }
        }
    }

    /** Processor time of the threads that look after the board. */
    private void idle() throws Exception {
        board.resistors();
        board.temperature(30);
        idle("JVM", Network.BOX_JAR);
        if (Files.isExecutable(Network.BOX_EXECUTABLE)) {
            idle("native", Network.BOX_EXECUTABLE);
        }
    }

    private static void idle(String kind, Path program) throws Exception {
        try (Network network = new Network(Path.of(System.getProperty("skyv.data")))) {
            Network.Box box = network.startBox("board", Map.of("SKYV_BOARD_PROFILE", "simulated"), Place.HERE, program);
            TimeUnit.SECONDS.sleep(SETTLES_SECONDS);
            double before = seconds(box.program().pid());
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            double used = seconds(box.program().pid()) - before;
            double share = used * 1e9 / (System.nanoTime() - began);
            System.out.printf(Locale.ROOT, "hardware while idle, %s: %.2f %% of a core%n", kind, 100 * share);
        }
    }

    private static double seconds(long pid) throws IOException {
        long ticks = 0;
        int threads = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                String stat = Files.readString(task.resolve("stat"));
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                if (name.equals("hardware") || name.startsWith("gpio-")) {
                    String[] after = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    ticks += Long.parseLong(after[USER_TICKS]) + Long.parseLong(after[USER_TICKS + 1]);
                    threads++;
                }
            }
        }
        if (threads < 3) {
            throw new AssertionError("the hardware's threads are not found by name: " + threads);
        }
        return ticks / TICKS_PER_SECOND;
    }
}
