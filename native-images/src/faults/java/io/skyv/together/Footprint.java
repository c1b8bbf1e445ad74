package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process takes of the machine, with its children, as Linux counts it.
 *
 * @param children processes below it
 * @param descriptors open files of all of them
 * @param threads of all of them
 * @param residentKiB memory of all of them
 */
record Footprint(int children, long descriptors, long threads, long residentKiB) {
    static Footprint of(long pid) throws IOException {
        long descriptors = 0;
        long threads = 0;
        long residentKiB = 0;
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        long[] pids = Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(ProcessHandle::pid)
                .toArray();
        for (long each : pids) {
            Path proc = Path.of("/proc", Long.toString(each));
            try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
                descriptors += open.count();
                String status = Files.readString(proc.resolve("status"));
                threads += figure(status, "Threads:");
                residentKiB += figure(status, "VmRSS:");
            } catch (java.nio.file.NoSuchFileException e) {
                // it ended while we looked
            }
        }
        return new Footprint(pids.length - 1, descriptors, threads, residentKiB);
    }

    private static long figure(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
