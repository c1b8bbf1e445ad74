package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.hardware.light.BoxSign;
import io.skyv.together.SimulatedBoard.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What {@link BoardIT} runs in the kernel that has the devices. Prints {@code passed NAME} for what held. */
final class BoardInside {
    static final String SIGNS = "LEDs show booting, then unclaimed";
    static final String IDENTIFY = "a press of 0.3 s identifies";
    static final String PAIRING = "a press of 6 s opens the pairing window";
    static final String FAN = "the fan follows the temperature";
    static final String TAMPER = "an opened enclosure is told";
    static final String KILLED = "kill -9 releases the lines, and resistors make them safe";
    static final String STUCK = "the watchdog is fed, and not when the box is stuck";
    static final String RESET = "a press of 16 s resets";
    static final String SAFE = "a stop leaves the safe state";
    static final String MADE_UP = "a made-up board, by the makers' page alone, blinks at its own line";

    /** A sampled LED agrees with its pattern this much at least; the rest is the sampling's and the one CPU's. */
    private static final double AGREES = 0.85;

    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final String FED = "skyv_hardware_watchdog_fed_total";

    private final Network network = new Network(Path.of(System.getProperty("skyv.data")));
    private SimulatedBoard board = new SimulatedBoard();
    private Network.Box box;
    private Metrics metrics;

    private BoardInside() throws IOException {}

    public static void main(String[] args) throws Exception {
        BoardInside inside = new BoardInside();
        boolean held = false;
        try {
            inside.play();
            held = true;
        } catch (Exception | AssertionError e) {
            e.printStackTrace(System.out);
            System.out.println(inside.box == null ? "" : inside.box.program().tail());
        } finally {
            inside.network.close();
        }
        System.exit(held ? 0 : 1);
    }

    private void play() throws Exception {
        board.resistors();
        board.temperature(30);
        start(System.getProperty("skyv.board"));
        awaitSign(BoxSign.UNCLAIMED);
        pass(SIGNS);
        board.press(Duration.ofMillis(300));
        metrics.await("skyv_hardware_presses_total{wish=\"identify\"}", count -> count == 1);
        awaitSign(BoxSign.IDENTIFY);
        pass(IDENTIFY);
        theFanFollows();
        board.pull(SimulatedBoard.TAMPER, true);
        metrics.await("skyv_hardware_tamper_opened_total", count -> count == 1);
        board.pull(SimulatedBoard.TAMPER, false);
        pass(TAMPER);
        board.press(Duration.ofSeconds(6));
        metrics.await("skyv_hardware_pairing_open", open -> open == 1);
        awaitSign(BoxSign.PAIRING);
        JsonNode well = new Rest(box.url()).send("/q/health/well").json();
        assertTrue(well.toString().contains("\"pairing\":\"open\""), "owners see it too: " + well);
        assertTrue(box.program().tail().contains("the pairing window is open for 120 s"), "and so does the log");
        pass(PAIRING);
        theWatchdogIsFedWhileItTurns();
        killReleasesTheLines();
        theButtonResets();
        aStopLeavesTheSafeState();
        aMadeUpBoardBlinks();
    }

    private void start(String profile) throws Exception {
        SimulatedBoard.Film film = board.new Film();
        try (film) {
            box = network.launchBox("board", Map.of("SKYV_BOARD_PROFILE", profile), Place.HERE);
            metrics = new Metrics(box.url());
            box.program().awaitReady(box.url().resolve(Network.READY));
            TimeUnit.SECONDS.sleep(1); // the board looks once a second how the box is, and says it from then on
        }
        double booting = film.best(BoxSign.BOOTING);
        System.out.println("  filmed: booting " + Math.round(100 * booting) + " %");
        assertTrue(booting >= AGREES, "the status LED says that it boots, by " + booting);
    }

    private void theFanFollows() throws Exception {
        metrics.await("skyv_hardware_temperature_celsius", celsius -> celsius == 30);
        await("the fan stands at 30 °C", () -> !board.high(SimulatedBoard.FAN));
        board.temperature(60);
        await("the fan runs at 60 °C", () -> board.high(SimulatedBoard.FAN));
        assertEquals(65, metrics.await("skyv_hardware_fan_percent", percent -> percent > 0));
        board.temperature(47);
        metrics.await("skyv_hardware_temperature_celsius", celsius -> celsius == 47);
        assertTrue(board.high(SimulatedBoard.FAN), "hysteresis: it runs on at 47 °C");
        board.temperature(44);
        await("the fan stands at 44 °C", () -> !board.high(SimulatedBoard.FAN));
        pass(FAN);
    }

    private void theWatchdogIsFedWhileItTurns() throws Exception {
        double fed = metrics.await(FED, count -> count > 0);
        metrics.await(FED, count -> count > fed + 1);
        assertFalse(kernelSays().contains("softdog: Triggered"), "it was fed");
        Shell.run("kill", "-STOP", Long.toString(box.program().pid()));
        await("the kernel says that nobody fed it", () -> kernelSays().contains("softdog: Triggered"));
        Shell.run("kill", "-CONT", Long.toString(box.program().pid()));
        metrics.await(FED, count -> count > fed + 2);
        pass(STUCK);
    }

    private void killReleasesTheLines() throws Exception {
        assertTrue(lines().contains("skyv-box"), "it has lines");
        box.program().kill();
        await("the kernel has taken the lines back", () -> !lines().contains("skyv-box"));
        assertSafe();
        pass(KILLED);
    }

    private void theButtonResets() throws Exception {
        Path data = network.directory().resolve("board");
        Path recording = Files.createDirectories(data.resolve("recordings")).resolve("film.mp4");
        Files.writeString(recording, "film");
        start(System.getProperty("skyv.board"));
        board.pull(SimulatedBoard.BUTTON, false);
        awaitSign(BoxSign.RESET_WARNING);
        await("it ends", () -> !box.program().isAlive());
        board.pull(SimulatedBoard.BUTTON, true);
        assertEquals(75, box.program().awaitEnd(), "so that the service manager starts it again");
        assertTrue(Files.exists(recording), "it is carried out by the next start");
        start(System.getProperty("skyv.board"));
        assertFalse(Files.exists(recording));
        assertTrue(Files.exists(data.resolve("identity/birth.pem")), "it is who it was");
        pass(RESET);
    }

    private void aStopLeavesTheSafeState() throws Exception {
        awaitSign(BoxSign.UNCLAIMED);
        box.program().close();
        assertSafe();
        pass(SAFE);
    }

    /** Its status LED is at line 17, lit by low, and its button at line 26; the shipped board's lines are nobody's. */
    private void aMadeUpBoardBlinks() throws Exception {
        board = new SimulatedBoard(17, false, 26);
        board.pull(17, true);
        board.pull(26, true);
        start(System.getProperty("skyv.made-up"));
        awaitSign(BoxSign.UNCLAIMED);
        board.press(Duration.ofMillis(300));
        metrics.await("skyv_hardware_presses_total{wish=\"identify\"}", count -> count == 1);
        awaitSign(BoxSign.IDENTIFY);
        assertFalse(board.high(SimulatedBoard.STATUS), "the shipped board's LED is not touched");
        box.program().close();
        assertFalse(board.lit(), "off");
        pass(MADE_UP);
    }

    private void assertSafe() throws IOException {
        assertFalse(board.high(SimulatedBoard.STATUS), "off");
        assertTrue(board.high(SimulatedBoard.ALERT), "off, active low");
        assertTrue(board.high(SimulatedBoard.FAN), "it runs");
        assertTrue(board.high(SimulatedBoard.IR_CUT), "day");
    }

    private void awaitSign(BoxSign wanted) throws Exception {
        long until = System.nanoTime() + WITHIN.toNanos();
        Seen seen = board.look();
        while (seen.sign() != wanted || seen.share() < AGREES) {
            assertTrue(System.nanoTime() < until, "the status LED says " + seen + ", not " + wanted);
            seen = board.look();
        }
        System.out.println("  sampled: " + seen);
    }

    private static void await(String what, Callable<Boolean> holds) throws Exception {
        long until = System.nanoTime() + WITHIN.toNanos();
        while (!holds.call()) {
            assertTrue(System.nanoTime() < until, "in vain: " + what);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static String kernelSays() throws IOException, InterruptedException {
        return output("dmesg");
    }

    private static String lines() throws IOException, InterruptedException {
        return output("gpioinfo");
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }

    private static void pass(String name) {
        System.out.println("passed " + name);
    }
}
