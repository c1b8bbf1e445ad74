package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has used, from {@code /proc} (proc(5)).
 *
 * @param cpuSeconds of user and kernel time since it began, all its threads
 * @param residentBytes memory that it holds now
 */
record ProcessUse(double cpuSeconds, long residentBytes) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int KERNEL_TICKS = 12;

    static ProcessUse of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[KERNEL_TICKS])) / TICKS_PER_SECOND;
        long kilobytes = Files.readAllLines(proc.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        return new ProcessUse(cpu, kilobytes * 1024);
    }

    /** How many files and connections it has open now. */
    static int openFiles(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return (int) open.count();
        }
    }

    /** With all processes that it has started. */
    static ProcessUse ofTree(ProcessHandle root) throws IOException {
        ProcessUse sum = of(root.pid());
        for (ProcessHandle child : root.descendants().toList()) {
            sum = sum.plus(of(child.pid()));
        }
        return sum;
    }

    ProcessUse plus(ProcessUse other) {
        return new ProcessUse(cpuSeconds + other.cpuSeconds, residentBytes + other.residentBytes);
    }
}
