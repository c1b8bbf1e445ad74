package io.skyv.together;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The box's package for arm64, by emulation of its processor: it enrols and serves. Its capture process is not tried. */
class Arm64PackageIT {
    private static final String EMULATOR = "qemu-aarch64-static";

    /** Java takes minutes to start there. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final long POLL_MILLIS = 500;

    @Test
    void shouldEnrolAndServeOnArm64() throws Exception {
        String missing = DebianRoot.missing();
        assumeTrue(missing.isEmpty(), () -> "the package for arm64 is not tried: " + missing);
        assumeTrue(
                Shell.succeeds("sh", "-c", "command -v " + EMULATOR),
                "the package for arm64 is not tried: " + EMULATOR + " is not installed");
        Optional<PackageFile> deb = PackageFile.of("skyv-box", "arm64");
        assumeTrue(deb.isPresent(), "skyv-box for arm64 was not built here");
        Path work = Path.of(System.getProperty("skyv.work"), "roots");
        try (DebianRoot root = DebianRoot.fresh("trixie", "arm64", work);
                Network network = new Network("arm64")) {
            deb.get().unpack(root.directory());
            network.startControl();
            network.maker("box", "relay-owner");
            int port = Network.freePort();
            Process box = start(root, network, port);
            try {
                URI url = URI.create("http://127.0.0.1:" + port);
                awaitReady(new Rest(url), box);
                network.awaitOnline(1);
            } finally {
                box.destroyForcibly().waitFor();
            }
        }
    }

    private static void awaitReady(Rest rest, Process box) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (box.isAlive() && System.nanoTime() < until) {
            try {
                if (rest.send(Network.READY).status() == 200) {
                    return;
                }
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        throw new AssertionError("the box is not ready; arm64.log says what it said");
    }

    /** The command of the package's script, with what it names found in the root. */
    private static Process start(DebianRoot root, Network network, int port) throws IOException {
        String script = Files.readString(root.inside("/usr/bin/skyv-box"));
        String command = script.lines()
                .filter(line -> line.startsWith("exec /usr/lib/"))
                .findFirst()
                .orElseThrow();
        List<String> words =
                new ArrayList<>(List.of(EMULATOR, "-L", root.directory().toString()));
        for (String word : command.substring("exec ".length()).split(" ")) {
            if (!word.equals("\"$@\"")) {
                words.add(word.replaceFirst("^(@?)/", "$1" + root.directory() + "/"));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectOutput(network.directory().resolve("arm64.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SKYV_DATA",
                        network.directory().resolve("box").toString(),
                        "SKYV_CONTROL",
                        "127.0.0.1:" + network.httpsPort(),
                        "SKYV_BOX_HOST",
                        "127.0.0.1",
                        "SKYV_BOX_PORT",
                        Integer.toString(port)));
        return builder.start();
    }
}
