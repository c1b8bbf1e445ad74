package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The launcher's own tests, so that verify runs them too. */
class LauncherIT {
    private static final long BOUND_MINUTES = 5;

    @Test
    void shouldPassItsOwnTests() throws Exception {
        Path launcher = Path.of(System.getProperty("skyv.root"), "skyv");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "selftest").redirectErrorStream(true);
        builder.environment().put("SKYV_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(BOUND_MINUTES, TimeUnit.MINUTES), output);
        assertEquals(0, process.exitValue(), output);
        System.out.println(output.lines().reduce((_, last) -> last).orElse(""));
    }
}
