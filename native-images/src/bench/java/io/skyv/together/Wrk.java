package io.skyv.together;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Will Glozer's load generator: one thread, keep-alive, as fast as the server answers. */
final class Wrk {
    private static final Path PROGRAM = Path.of("/usr/bin/wrk");
    /** With thousands of connections each waits for its turn. */
    private static final int TIMEOUT_SECONDS = 20;

    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([0-9.]+)(ms|s|m)");
    private static final Pattern FAULTS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");

    /** @param faults what wrk complains of; empty when all went well */
    record Result(long requests, double seconds, String faults) {
        double perSecond() {
            return requests / seconds;
        }
    }

    private Wrk() {}

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static Result run(URI url, int connections, int seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-t1",
                        "-c" + connections,
                        "-d" + seconds + "s",
                        "--timeout",
                        TIMEOUT_SECONDS + "s",
                        url.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher requests = REQUESTS.matcher(output);
        if (!requests.find()) {
            throw new AssertionError("wrk says\n" + output);
        }
        double scale = switch (requests.group(3)) {
            case "ms" -> 0.001;
            case "m" -> 60;
            default -> 1;
        };
        Matcher faults = FAULTS.matcher(output);
        return new Result(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(requests.group(2)) * scale,
                faults.find() ? faults.group() : "");
    }
}
