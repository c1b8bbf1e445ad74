package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged box on real kernel interfaces: gpio-sim, i2c-stub and softdog of a user-mode Linux kernel, in which
 * {@link BoardInside} presses the button and looks at the LEDs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoardIT {
    private final Path work = Path.of(System.getProperty("skyv.work")).resolve("hil-board");
    private String said = "";

    @BeforeAll
    void runInside() throws Exception {
        SimulatedKernel kernel = new SimulatedKernel(work.resolve("kernel.txt"));
        assumeTrue(kernel.boots("bash", "-c", "gpiodetect && i2cset -V && dmesg >/run/x"), kernel::whyNot);
        Network network = new Network("hil-board-data");
        network.maker("board", "relay-owner"); // on this machine: there it would take a minute
        Path profile = Files.writeString(work.resolve("rig.json"), """
                {
                  "id": "rig",
                  "extends": "simulated",
                  "name": "The rig, with a watchdog of 15 s",
                  "watchdog": {"timeoutSeconds": 15}
                }
                """);
        said = kernel.run(
                BoardInside.class,
                Map.of(
                        "skyv.board",
                        profile.toString(),
                        "skyv.data",
                        network.directory().toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                BoardInside.SIGNS,
                BoardInside.IDENTIFY,
                BoardInside.FAN,
                BoardInside.TAMPER,
                BoardInside.PAIRING,
                BoardInside.STUCK,
                BoardInside.KILLED,
                BoardInside.RESET,
                BoardInside.SAFE
            })
    void shouldHold(String what) {
        assertTrue(said.lines().anyMatch(("passed " + what)::equals), () -> "not passed: " + what + "\n" + said);
    }
}
