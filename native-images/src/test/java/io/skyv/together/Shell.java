package io.skyv.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of the system that need root, such as ip and mount. */
final class Shell {
    private static final long PATIENCE_SECONDS = 20;

    private Shell() {}

    /** @throws AssertionError with what it said, if it fails */
    static void run(String... command) {
        Result result = execute(List.of(command));
        if (result.status() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.output());
        }
    }

    /** What it says, where it succeeds. */
    static String output(List<String> command) throws IOException {
        Result result = execute(command);
        if (result.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + result.output());
        }
        return result.output();
    }

    /** Whether it can be done here at all. */
    static boolean succeeds(String... command) {
        return execute(List.of(command)).status() == 0;
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }

    private record Result(int status, String output) {}

    private static Result execute(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.outputWriter().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, "it does not end");
            }
            return new Result(process.exitValue(), output.strip());
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("error=2")) {
                return new Result(-1, "it is not installed");
            }
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
    }
}
