package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What runs on this machine, by {@code /proc}. */
final class Processes {
    /** A Java machine with its main class, or the executable with a word. */
    private static final Pattern CAPTURE = Pattern.compile("\\.CaptureMain | capture ");

    private Processes() {}

    /** PostgreSQL's processes are known by their working directory. */
    static List<ProcessHandle> workingIn(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> isIn(directory, process))
                .toList();
    }

    /**
     * Of those, the ones that none of the others has started: one server has one. A process that ended since it was
     * listed has no parent any more, and is no server.
     */
    static List<ProcessHandle> serversIn(Path directory) {
        List<ProcessHandle> all = workingIn(directory);
        return all.stream()
                .filter(process ->
                        process.parent().map(parent -> !all.contains(parent)).orElseGet(process::isAlive))
                .toList();
    }

    /** The capture children of a box, by its data directory, which they find in their environment as the box did. */
    static List<ProcessHandle> capturesOf(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> CAPTURE.matcher(commandLine(process)).find())
                .filter(process -> environment(process).contains("SKYV_DATA=" + data))
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

    private static List<String> environment(ProcessHandle process) {
        try {
            return List.of(Files.readString(proc(process).resolve("environ")).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String commandLine(ProcessHandle process) {
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
