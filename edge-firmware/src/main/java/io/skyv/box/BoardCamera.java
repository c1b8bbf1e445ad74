package io.skyv.box;

import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.BoardProfile.Camera;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code SKYV_CAMERA=board} means: of the cameras that the board's profile lists, the first that is at hand when the box
 * starts; if none is, the first, which may be plugged in later.
 *
 * @param root below which the kernel's devices and their names are: {@code /}, but in tests
 * @param programs directories where programs are, as in PATH
 */
record BoardCamera(Path root, String programs) {
    static final String WORD = "board";

    private static final String PI_CAMERA = "rpicam";
    private static final String PI_PROGRAM = "rpicam-vid";

    /**
     * Of a Raspberry Pi's camera connector (4: bcm2835-unicam, 5: rp1-cfe): such a device gives what the sensor says, which is no
     * picture yet; rpicam-vid makes one of it.
     */
    private static final List<String> RAW = List.of("unicam", "rp1-cfe");

    static BoardCamera here() {
        return new BoardCamera(
                Path.of("/"), Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /**
     * @param setting of {@code SKYV_CAMERA}
     * @param board that the box runs on
     * @return the setting, or what it means
     * @throws IllegalArgumentException if it means nothing
     */
    String source(String setting, Optional<BoardProfile> board) {
        if (!setting.strip().equals(WORD)) {
            return setting;
        }
        BoardProfile profile = board.orElseThrow(() -> new IllegalArgumentException(
                WORD + " is the camera of the board's profile: name it by SKYV_BOARD_PROFILE, or name another camera"));
        return of(profile)
                .orElseThrow(() -> new IllegalArgumentException("the profile of " + profile.id()
                        + " lists no camera at the board itself: name one by its address"));
    }

    /** The source as {@code SKYV_CAMERA} would name it; nothing if the board has only cameras that need an address. */
    private Optional<String> of(BoardProfile board) {
        List<Camera> possible = board.cameras().stream()
                .filter(camera -> !camera.kind().equals("network"))
                .toList();
        return possible.stream()
                .filter(this::atHand)
                .findFirst()
                .or(() -> possible.stream().findFirst())
                .map(camera -> camera.device().orElse(PI_CAMERA));
    }

    private boolean atHand(Camera camera) {
        return camera.device().map(this::makesPictures).orElseGet(() -> installed(PI_PROGRAM));
    }

    private boolean makesPictures(String device) {
        Path file = root.resolve(device.substring(1));
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Path node = file.toRealPath().getFileName(); // /dev/v4l/by-id/… leads to videoN
            String name = Files.readString(
                    root.resolve("sys/class/video4linux").resolve(node).resolve("name"));
            return RAW.stream().noneMatch(name::startsWith);
        } catch (IOException e) {
            return true; // nothing is known against it
        }
    }

    private boolean installed(String program) {
        for (String directory : programs.split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
