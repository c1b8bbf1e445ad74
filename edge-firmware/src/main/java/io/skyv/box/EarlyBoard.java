package io.skyv.box;

import io.skyv.box.hardware.HardwareLoop;
import io.skyv.box.hardware.HardwareMetrics;
import io.skyv.box.hardware.linux.SysfsPwm;
import io.skyv.box.hardware.pi4j.LinuxPlatform;
import io.skyv.box.hardware.pi4j.Pi4jBoard;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The board before the box: its LEDs say that it boots while the rest of the program is still being loaded.
 *
 * @param loop that drives it, and runs
 */
record EarlyBoard(BoardProfile profile, HardwareLoop loop, HardwareMetrics metrics) {
    private static volatile Optional<EarlyBoard> running = Optional.empty();

    /** Takes the board that the settings name, if they name one. */
    static void begin(Config settings) {
        running = settings.getOptionalValue("skyv.board.profile", String.class).map(EarlyBoard::start);
    }

    private static EarlyBoard start(String which) {
        BoardProfile profile = Profiles.load(which);
        HardwareMetrics metrics = new HardwareMetrics();
        Pi4jBoard ports = new Pi4jBoard(profile, LinuxPlatform.context(profile, SysfsPwm.SYSFS));
        return new EarlyBoard(profile, new HardwareLoop(profile, ports, metrics).start(), metrics);
    }

    /** The one that runs. */
    static Optional<EarlyBoard> running() {
        return running;
    }
}
