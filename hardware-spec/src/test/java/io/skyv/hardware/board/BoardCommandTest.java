package io.skyv.hardware.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import io.skyv.hardware.profile.Role;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoardCommandTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void shouldWriteAProfileThatHasNoFaultsFromAnswers() throws IOException {
        int status = run(
                "lamp-board\nLamp & Co\nLamp board\nA1\nrelay\n\n\n\n2048\ngpio-sim.0-node0\n32\nsim:9:low\n",
                "init",
                "--like",
                "simulated",
                "--dir",
                directory.toString());
        assertEquals(0, status, this::output);
        BoardProfile board = Profiles.load(directory.resolve("lamp-board.json").toString());
        assertEquals("Lamp & Co", board.vendor());
        assertEquals(BoardProfile.Level.RELAY, board.level());
        assertEquals(9, board.line(Role.STATUS_LED).orElseThrow().line());
        assertEquals(
                BoardProfile.Active.LOW,
                board.line(Role.STATUS_LED).orElseThrow().active());
        assertTrue(output().contains("no faults"), output());
    }

    @Test
    void shouldAskNothingWhenItIsToldSo() throws IOException {
        int status = run(
                "",
                "init",
                "--yes",
                "--like",
                "raspberry-pi-5",
                "--dir",
                directory.toString(),
                "--set",
                "id=pi-hat",
                "--set",
                "button=header:26:low",
                "--set",
                "ir-cut=none",
                "--set",
                "ir-light=none");
        assertEquals(0, status, this::output);
        BoardProfile board = Profiles.load(directory.resolve("pi-hat.json").toString());
        assertEquals(26, board.line(Role.BUTTON).orElseThrow().line());
        assertEquals(
                BoardProfile.Bias.PULL_UP, board.line(Role.BUTTON).orElseThrow().bias());
        assertTrue(board.line(Role.IR_CUT).isEmpty());
        assertEquals("pinctrl-rp1", board.chip("header").label());
    }

    @Test
    void shouldTellOfFaultsInWhatWasAnswered() throws IOException {
        int status = run(
                "", "init", "--yes", "--dir", directory.toString(), "--set", "id=bad", "--set", "button=header:17:low");
        assertEquals(1, status);
        assertTrue(output().contains("line-used-twice"), output());
        assertTrue(output().contains("bad.json:"), output());
    }

    @Test
    void shouldRefuseAnswersThatNobodyAsksFor() throws IOException {
        assertEquals(2, run("", "init", "--yes", "--dir", directory.toString(), "--set", "buton=header:26:low"));
        assertTrue(output().contains("nobody asks for [buton]"), output());
    }

    @Test
    void shouldNotWriteOverAProfile() throws IOException {
        Path file = Files.writeString(directory.resolve("lamp.json"), "mine");
        assertEquals(2, run("", "init", "--yes", "--dir", directory.toString(), "--set", "id=lamp"));
        assertTrue(output().contains("is there already"), output());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void shouldWriteIntoItsDirectoryAlone() throws IOException {
        assertEquals(2, run("", "init", "--yes", "--dir", directory.toString(), "--set", "id=../lamp"));
        assertTrue(output().contains("an id is of small letters"), output());
    }

    @Test
    void shouldNameLineAndRuleOfAFault() throws IOException {
        Path file = Files.writeString(
                directory.resolve("x.json"),
                "{\n  \"extends\": \"simulated\",\n  \"id\": \"x\",\n  \"lines\": []\n}\n");
        assertEquals(1, run("", "check", file.toString()));
        assertTrue(output().startsWith(file + ":4: /lines: unknown-member: "), output());
    }

    @Test
    void shouldSayHowItIsUsed() throws IOException {
        assertEquals(2, run("", "chek"));
        assertTrue(output().contains("usage: ./skyv board init"), output());
    }

    private int run(String answers, String... words) throws IOException {
        return BoardCommand.run(
                List.of(words),
                new BufferedReader(new StringReader(answers)),
                new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
