package io.skyv.box.hardware.pi4j;

import io.skyv.hardware.profile.BoardProfile;
import java.util.List;

/** Pi4J knows an input or output by one number; a board may have several chips. */
final class Addresses {
    /** More lines than a chip has. */
    private static final int CHIP_STEP = 1000;

    private Addresses() {}

    /** A number that no other line of the board has. */
    static int of(BoardProfile board, BoardProfile.GpioLine line) {
        List<String> chips = board.chips().stream().map(BoardProfile.Chip::name).toList();
        return chips.indexOf(line.chip()) * CHIP_STEP + line.line();
    }

    /** @param id a role's text */
    static BoardProfile.GpioLine line(BoardProfile board, String id) {
        return board.gpio().stream()
                .filter(line -> line.role().text().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("board " + board.id() + " has no line for " + id));
    }
}
