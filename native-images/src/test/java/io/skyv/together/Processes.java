package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What runs on this machine, by {@code /proc}. */
final class Processes {
    private Processes() {}

    /** PostgreSQL's processes are known by their working directory. */
    static List<ProcessHandle> workingIn(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> isIn(directory, process))
                .toList();
    }

    /** Of those, the ones that none of the others has started: one server has one. */
    static List<ProcessHandle> serversIn(Path directory) {
        List<ProcessHandle> all = workingIn(directory);
        return all.stream()
                .filter(process ->
                        process.parent().map(parent -> !all.contains(parent)).orElse(true))
                .toList();
    }

    /** Those with {@code word} in their command line. */
    static List<ProcessHandle> named(String word) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(word))
                .toList();
    }

    /** Memory that is really there, in KiB; nothing where the process is gone. */
    static Optional<Long> residentKib(ProcessHandle process) {
        try {
            return Files.readAllLines(proc(process).resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(proc(process).resolve("cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isIn(Path directory, ProcessHandle process) {
        try {
            return Files.isSameFile(proc(process).resolve("cwd"), directory);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path proc(ProcessHandle process) {
        return Path.of("/proc", Long.toString(process.pid()));
    }
}
