package io.skyv.hardware.check;

import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.BoardProfile.Level;
import io.skyv.hardware.profile.BoardProfile.Nic;
import io.skyv.hardware.profile.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the level that a board claims wants of it: hardware-spec/spec/specification.md §3, in the same figures. */
final class LevelRules {
    private static final int BUTTONS_FROM = Level.CAMERA.ordinal();

    private final BoardProfile board;
    private final Located located;
    private final List<Fault> faults = new ArrayList<>();

    /** The least of a level. */
    record Least(int cores, int memoryMebibytes, int storageMebibytes, int megabitsPerSecond) {
        static Least of(Level level) {
            return switch (level) {
                case RELAY -> new Least(2, 1024, 8192, 100);
                case CAMERA -> new Least(2, 2048, 16384, 100);
                case TRANSCODER -> new Least(4, 7680, 32768, 1000);
            };
        }
    }

    private LevelRules(BoardProfile board, Located located) {
        this.board = board;
        this.located = located;
    }

    static List<Fault> faults(BoardProfile board, Located located) {
        LevelRules rules = new LevelRules(board, located);
        rules.figures(Least.of(board.level()));
        rules.want(board.line(Role.STATUS_LED).isPresent(), "/gpio", "level-status-led", "a status LED");
        rules.want(
                board.storage().slots().size() == 2,
                "/storage/slots",
                "level-slots",
                "two slots, a and b, for updates");
        if (board.level().ordinal() >= BUTTONS_FROM) {
            rules.want(board.watchdog().isPresent(), "", "level-watchdog", "a hardware watchdog");
            rules.want(board.line(Role.BUTTON).isPresent(), "/gpio", "level-button", "a button");
            rules.want(!board.cameras().isEmpty(), "/cameras", "level-camera", "a camera, or a way to one");
        }
        if (board.level() == Level.TRANSCODER) {
            rules.want(!board.sensors().isEmpty(), "/sensors", "level-sensor", "a temperature sensor");
        }
        return rules.faults;
    }

    private void figures(Least least) {
        want(
                board.compute().cores() >= least.cores(),
                "/compute/cores",
                "level-cores",
                least.cores() + " cores or more");
        want(
                board.compute().memoryMebibytes() >= least.memoryMebibytes(),
                "/compute/memoryMebibytes",
                "level-memory",
                least.memoryMebibytes() + " MiB of memory or more");
        long stored = board.storage().devices().stream()
                .mapToLong(BoardProfile.StorageDevice::mebibytes)
                .sum();
        want(
                stored >= least.storageMebibytes(),
                "/storage/devices",
                "level-storage",
                least.storageMebibytes() + " MiB of storage or more");
        int fastest =
                board.nics().stream().mapToInt(Nic::megabitsPerSecond).max().orElse(0);
        want(
                fastest >= least.megabitsPerSecond(),
                "/nics",
                "level-network",
                "a network interface of " + least.megabitsPerSecond() + " Mbit/s or more");
    }

    private void want(boolean there, String path, String rule, String what) {
        if (!there) {
            String level = board.level().name().toLowerCase(Locale.ROOT);
            String place = located.at(path).equals(located.root().at()) ? "/claims/level" : path;
            faults.add(located.fault(place, rule, "level \"" + level + "\" wants " + what));
        }
    }
}
