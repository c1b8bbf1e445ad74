package io.skyv.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The camera that a board has itself; a Raspberry Pi 4 may have one at USB and one at its camera connector. */
class BoardCameraTest {
    private static final Optional<BoardProfile> PI_4 = Optional.of(Profiles.load("raspberry-pi-4"));
    private static final Optional<BoardProfile> PI_5 = Optional.of(Profiles.load("raspberry-pi-5"));

    @TempDir
    Path root;

    @Test
    void shouldTakeTheKernelsCamera() throws IOException {
        device("video0", "HD USB Camera: HD USB Camera");
        install();
        assertEquals("/dev/video0", camera().source("board", PI_4));
    }

    @Test
    void shouldTakeTheProgramWhereTheKernelOffersNoPicture() throws IOException {
        device("video0", "unicam-image");
        install();
        assertEquals("rpicam", camera().source("board", PI_4));
        assertEquals("rpicam", camera().source("board", PI_5));
    }

    @Test
    void shouldTakeTheFirstWhereNoneIsAtHand() {
        assertEquals("/dev/video0", camera().source(" board ", PI_4));
        assertEquals("rpicam", camera().source("board", PI_5));
    }

    @Test
    void shouldLeaveWhatNamesItsCamera() {
        assertEquals("rtsp://192.0.2.7/x", camera().source("rtsp://192.0.2.7/x", Optional.empty()));
    }

    @Test
    void shouldSayThatThereIsNoBoard() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> camera().source("board", Optional.empty()));
        assertTrue(String.valueOf(refusal.getMessage()).contains("SKYV_BOARD_PROFILE"), refusal.getMessage());
    }

    private BoardCamera camera() {
        return new BoardCamera(root, root.resolve("bin").toString());
    }

    private void device(String node, String name) throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.writeString(root.resolve("dev").resolve(node), "");
        Path kernels =
                Files.createDirectories(root.resolve("sys/class/video4linux").resolve(node));
        Files.writeString(kernels.resolve("name"), name + "\n");
    }

    private void install() throws IOException {
        Path program =
                Files.writeString(Files.createDirectories(root.resolve("bin")).resolve("rpicam-vid"), "");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
