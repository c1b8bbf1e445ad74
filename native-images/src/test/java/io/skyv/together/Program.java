package io.skyv.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One packaged program as a process of its own; ended by its process id, with all that it started. */
final class Program implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(100);

    /** For Java beyond what its module says: where there is little time, {@code -XX:TieredStopAtLevel=1} starts sooner. */
    private static final String MORE_OPTIONS = System.getProperty("skyv.program.java", "");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Process process;
    private final Path log;

    private Program(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts {@code program}, a jar or an executable, with {@code environment} added to an otherwise small one. */
    static Program start(
            String name, Path program, Path workDirectory, Map<String, String> environment, String... args) {
        return start(Place.HERE, name, program, workDirectory, environment, args);
    }

    static Program start(
            Place place,
            String name,
            Path program,
            Path workDirectory,
            Map<String, String> environment,
            String... args) {
        List<String> command = new ArrayList<>(place.command());
        command.addAll(command(program));
        command.addAll(List.of(args));
        Path log = workDirectory.resolve(name + ".log");
        try {
            Files.createDirectories(workDirectory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workDirectory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Program(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs a jar or an executable. */
    static List<String> command(Path program) {
        if (!program.toString().endsWith(".jar")) {
            return List.of(program.toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + options(program));
        command.addAll(List.of(MORE_OPTIONS.strip().split("\\s+")));
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                program.toString()));
        command.removeIf(String::isEmpty);
        return command;
    }

    /** As the launcher starts it: {@code jvm.options} of its module. */
    private static Path options(Path jar) {
        return jar.resolve("../../../jvm.options").normalize();
    }

    /** Waits until {@code health} answers 200. */
    Program awaitReady(URI health) throws InterruptedException {
        long until = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < until) {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + tail());
            }
            if (answers(health)) {
                return this;
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        throw new AssertionError(name + " is not ready after " + READY_WITHIN.toSeconds() + " s:\n" + tail());
    }

    /** Waits for a program that ends by itself; its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError(name + " does not end:\n" + tail());
        }
        return process.exitValue();
    }

    /** @return whether it has printed more than so many characters within the time */
    boolean awaitOutputBeyond(int characters, Duration bound) throws InterruptedException {
        long until = System.nanoTime() + bound.toNanos();
        while (output().length() <= characters && process.isAlive() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return output().length() > characters;
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** As a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has started itself, and runs. */
    List<ProcessHandle> children() {
        return process.children().toList();
    }

    /** That, and what these have started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Whether {@code health} answers 200 now. */
    boolean isReady(URI health) {
        return answers(health);
    }

    /** The last lines that it wrote. */
    String tail() {
        String all = output();
        return all.substring(Math.max(0, all.length() - 4000));
    }

    private static boolean answers(URI health) {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(health)
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
