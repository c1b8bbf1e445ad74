package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private static final String INIT = "./skyv board init --like simulated ";

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
                        "skyv.made-up",
                        madeUpBoard().toString(),
                        "skyv.data",
                        network.directory().toString()));
    }

    /** What a maker does who has the makers' page alone: the command that it says, and the check of what comes of it. */
    private Path madeUpBoard() throws Exception {
        String command = Files.readAllLines(Path.of(System.getProperty("skyv.root"), "docs/maker/README.md")).stream()
                .filter(line -> line.startsWith(INIT))
                .findFirst()
                .orElseThrow();
        Files.deleteIfExists(work.resolve("rig-lamp.json")); // of an earlier run; nobody's file is written over
        boardCommand(Stream.of(command.split(" ")).skip(2).toList());
        boardCommand(List.of("check", "rig-lamp.json"));
        return work.resolve("rig-lamp.json");
    }

    /** As ./skyv board runs it. */
    private void boardCommand(List<String> words) throws Exception {
        Path module = Path.of(System.getProperty("skyv.root"), "hardware-spec", "target");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                module.resolve("classes") + ":" + module.resolve("lib") + "/*",
                "io.skyv.hardware.board.BoardCommand"));
        line.addAll(words);
        Path output = work.resolve("board-command.txt");
        Process process = new ProcessBuilder(line)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> words + ": see " + output);
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
                BoardInside.SAFE,
                BoardInside.MADE_UP
            })
    void shouldHold(String what) {
        assertTrue(said.lines().anyMatch(("passed " + what)::equals), () -> "not passed: " + what + "\n" + said);
    }
}
