package io.skyv.ota.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The public conformance suite of TUF clients, all of it and with no failure expected. It is not brought along:
 * <pre>
 * git clone https://github.com/theupdateframework/tuf-conformance &amp;&amp; cd tuf-conformance
 * python3 -m venv env &amp;&amp; env/bin/pip install -e .
 * SKYV_TUF_CONFORMANCE=$PWD …/skyv verify -Pinterop
 * </pre>
 * It needs Python 3.11 and {@code faketime}.
 */
class ConformanceSuiteIT {
    /** What the suite of August 2026 has for clients, beside three tests of itself. */
    private static final int TESTS_MIN = 110;

    private static final int MINUTES_MAX = 15;

    @Test
    void shouldPassAllOfTheConformanceSuite() throws IOException, InterruptedException {
        String suite = System.getenv("SKYV_TUF_CONFORMANCE");
        assumeTrue(
                suite != null && Files.isExecutable(Path.of(suite, "env/bin/pytest")),
                "SKYV_TUF_CONFORMANCE names no checkout of tuf-conformance with a Python environment in env/: skipped");
        Path skyv = Path.of("..", "skyv").toRealPath();
        Path said = Path.of("target", "tuf-conformance.txt");
        Process pytest = new ProcessBuilder(List.of(
                        "env/bin/pytest",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "tuf_conformance",
                        "--entrypoint",
                        skyv + " tuf-client"))
                .directory(Path.of(suite).toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(pytest.waitFor(MINUTES_MAX, TimeUnit.MINUTES), "the suite takes too long; see " + said);
        String text = Files.readString(said);
        assertEquals(0, pytest.exitValue(), text);
        Matcher summary = Pattern.compile("(?m)^(\\d+) passed in .*$").matcher(text); // and nothing else
        assertTrue(summary.find(), text);
        assertTrue(Integer.parseInt(summary.group(1)) >= TESTS_MIN, summary.group());
    }
}
