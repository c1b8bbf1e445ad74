package io.skyv.together;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The container builds, step by step in a fresh Debian: what comes out runs. Their packages come from Debian's archive. */
class ContainersIT {
    private static final Path WORK = Path.of(System.getProperty("skyv.work"), "containers");
    private static final Path EXECUTABLE =
            Path.of(System.getProperty("skyv.root"), "edge-firmware", "target", "native", "skyv-box");

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long POLL_MILLIS = 100;

    @BeforeEach
    void needs() {
        String missing = DebianRoot.missing();
        assumeTrue(missing.isEmpty(), () -> "containers are not tried: " + missing);
    }

    @Test
    void shouldMakeAControlPlaneThatServes() throws Exception {
        Containerfile file = Containerfile.of("control");
        try (DebianRoot root = fresh()) {
            file.buildIn(root);
            int http = Network.freePort();
            String[] command = file.command(
                            root,
                            "SKYV_HTTP_HOST=127.0.0.1",
                            "SKYV_HTTP_PORT=" + http,
                            "SKYV_HTTPS_PORT=" + Network.freePort())
                    .toArray(String[]::new);
            try (Tool program = Tool.start(WORK, command)) {
                awaitReady(new Rest(URI.create("http://127.0.0.1:" + http)), program);
            }
        }
    }

    @Test
    void shouldMakeABoxWhoseSelfTestIsWell() throws Exception {
        assumeTrue(
                Files.isExecutable(EXECUTABLE), "the box as a container is not tried: it was not built with -Dnative");
        Containerfile file = Containerfile.of("box");
        try (DebianRoot root = fresh()) {
            file.buildIn(root);
            List<String> command = new ArrayList<>(file.command(root));
            command.add("self-test");
            Tool.start(WORK, command.toArray(String[]::new)).awaitSuccess(120);
        }
    }

    private static void awaitReady(Rest rest, Tool program) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (program.isAlive() && System.nanoTime() < until) {
            try {
                if (rest.send(Network.READY).status() == 200) {
                    return;
                }
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        throw new AssertionError("it is not ready:\n" + program.output());
    }

    /** With the way to Debian's archive that this machine has. */
    private static DebianRoot fresh() throws Exception {
        DebianRoot root = DebianRoot.fresh("trixie", "amd64", WORK);
        Files.copy(Path.of("/etc/resolv.conf"), root.inside("/etc/resolv.conf"), StandardCopyOption.REPLACE_EXISTING);
        return root;
    }
}
