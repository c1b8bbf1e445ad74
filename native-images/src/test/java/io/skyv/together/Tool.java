package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another project's program, run to its end or until it is told to stop. */
final class Tool implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path output;

    private Tool(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    static Tool start(Path directory, String... command) throws IOException {
        Files.createDirectories(directory);
        Path output = Files.createTempFile(directory, command[0] + "-", ".log");
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        return new Tool(command[0], process, output);
    }

    /** Its output, once it has ended well. */
    String awaitSuccess(long boundSeconds) throws IOException, InterruptedException {
        if (!process.waitFor(boundSeconds, TimeUnit.SECONDS)) {
            close();
            throw new AssertionError(name + " does not end in " + boundSeconds + " s:\n" + output());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + output());
        }
        return output();
    }

    /** Its exit status, once it has ended by itself. */
    int awaitEnd(long boundSeconds) throws IOException, InterruptedException {
        if (!process.waitFor(boundSeconds, TimeUnit.SECONDS)) {
            close();
            throw new AssertionError(name + " does not end in " + boundSeconds + " s:\n" + output());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
