package io.skyv.hardware.check;

import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.BoardProfile.Active;
import io.skyv.hardware.profile.BoardProfile.Bias;
import io.skyv.hardware.profile.BoardProfile.BusLine;
import io.skyv.hardware.profile.BoardProfile.Chip;
import io.skyv.hardware.profile.BoardProfile.GpioLine;
import io.skyv.hardware.profile.BoardProfile.PwmLine;
import io.skyv.hardware.profile.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of GPIO lines: each exists, is used once, and can do what its role wants. */
final class LineRules {
    private final BoardProfile board;
    private final Located located;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, String> linesUsed = new HashMap<>();
    private final Map<String, String> pinsUsed = new HashMap<>();
    private final Map<Role, String> roles = new HashMap<>();

    private LineRules(BoardProfile board, Located located) {
        this.board = board;
        this.located = located;
    }

    static List<Fault> faults(BoardProfile board, Located located) {
        LineRules rules = new LineRules(board, located);
        rules.chips();
        for (int i = 0; i < board.gpio().size(); i++) {
            rules.gpio("/gpio/" + i, board.gpio().get(i));
        }
        for (int i = 0; i < board.pwm().size(); i++) {
            rules.pwm("/pwm/" + i, board.pwm().get(i));
        }
        for (int i = 0; i < board.buses().size(); i++) {
            List<BusLine> lines = board.buses().get(i).lines();
            for (int j = 0; j < lines.size(); j++) {
                rules.use(
                        "/buses/" + i + "/lines/" + j,
                        lines.get(j).chip(),
                        lines.get(j).line(),
                        lines.get(j).pin());
            }
        }
        return rules.faults;
    }

    private void chips() {
        Map<String, String> names = new HashMap<>();
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < board.chips().size(); i++) {
            Chip chip = board.chips().get(i);
            String path = "/chips/" + i;
            once(names, chip.name(), path + "/name", "chip-twice", "two chips are named \"" + chip.name() + "\"");
            once(
                    labels,
                    chip.label(),
                    path + "/label",
                    "chip-label-twice",
                    "two chips have the label \"" + chip.label() + "\": none could be found by it");
            within(chip, chip.pwm(), path + "/pwm");
            within(chip, chip.reserved(), path + "/reserved");
            chip.pins().forEach((pin, line) -> {
                if (line >= chip.lines()) {
                    report(path + "/pins", "line-beyond-chip", "pin " + pin + ": " + linesOf(chip));
                }
            });
        }
    }

    private void within(Chip chip, List<Integer> lines, String path) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) >= chip.lines()) {
                report(path + "/" + i, "line-beyond-chip", linesOf(chip));
            }
        }
    }

    private static String linesOf(Chip chip) {
        return "chip \"" + chip.name() + "\" has lines 0 to " + (chip.lines() - 1);
    }

    private void gpio(String path, GpioLine line) {
        once(
                roles,
                line.role(),
                path + "/role",
                "role-twice",
                "another line has the role " + line.role().text());
        Optional<Chip> chip = use(path, line.chip(), line.line(), line.pin());
        if (line.role().output()) {
            safe(path + "/safe", line.role(), line.safeOn());
        } else {
            input(path, line, chip);
        }
    }

    /** hardware-spec/spec/specification.md §6 and §11: what resistors make of a floating line, firmware makes of it when it stops. */
    private void safe(String path, Role role, boolean on) {
        if (role == Role.FAN && !on) {
            report(path, "safe-state", "a fan that nobody steers runs: its safe state is on, or some percent");
        } else if (role != Role.FAN && role != Role.IR_CUT && on) {
            report(path, "safe-state", "the safe state of a LED or an infrared light is off: nobody steers it then");
        }
    }

    private void input(String path, GpioLine line, Optional<Chip> chip) {
        if (chip.isPresent() && !chip.get().edges()) {
            report(
                    path + "/chip",
                    "chip-without-edges",
                    "a " + line.role().text() + " needs a chip that tells of edges, and \"" + line.chip()
                            + "\" does not");
        }
        boolean held = line.bias() == (line.active() == Active.LOW ? Bias.PULL_DOWN : Bias.PULL_UP);
        if (held && line.role() == Role.BUTTON) {
            report(
                    path + "/bias",
                    "bias-presses",
                    "this bias alone holds the button pressed: a button to ground is"
                            + " active low with pull-up, one to the supply active high with pull-down");
        }
        if (line.bias() == Bias.AS_IS) {
            report(
                    path + "/bias",
                    "bias-unknown",
                    "an input that nobody biases floats and makes edges by itself: say"
                            + " pull-up, pull-down, or disabled where there is a resistor");
        }
    }

    private void pwm(String path, PwmLine line) {
        once(
                roles,
                line.role(),
                path + "/role",
                "role-twice",
                "another line has the role " + line.role().text());
        Optional<Chip> chip = use(path, line.chip(), line.line(), line.pin());
        if (chip.isPresent() && !chip.get().pwm().contains(line.line())) {
            report(
                    path + "/line",
                    "line-without-pwm",
                    "line " + line.line() + " of \"" + line.chip() + "\" can do no PWM; those that can: "
                            + chip.get().pwm());
        }
        safe(path + "/safePercent", line.role(), line.safePercent() > 0);
        for (int i = 0; i < board.pwm().size(); i++) {
            PwmLine other = board.pwm().get(i);
            if (other == line) {
                break;
            }
            if (other.controller().equals(line.controller()) && other.channel() == line.channel()) {
                report(
                        path + "/channel",
                        "pwm-channel-twice",
                        "channel " + line.channel() + " of " + line.controller() + " is used at /pwm/" + i);
            }
        }
    }

    private Optional<Chip> use(String path, String chipName, int line, String pin) {
        Optional<Chip> chip = board.chips().stream()
                .filter(known -> known.name().equals(chipName))
                .findFirst();
        if (chip.isEmpty()) {
            report(path + "/chip", "chip-unknown", "\"chips\" has no \"" + chipName + "\"");
        } else if (line >= chip.get().lines()) {
            report(path + "/line", "line-beyond-chip", linesOf(chip.get()));
        } else if (chip.get().reserved().contains(line)) {
            report(path + "/line", "line-reserved", "the board uses line " + line + " of \"" + chipName + "\" itself");
        } else if (!pin.isEmpty() && !chip.get().pins().isEmpty()) {
            pin(path + "/pin", chip.get(), line, pin);
        }
        once(
                linesUsed,
                chipName + " " + line,
                path + "/line",
                "line-used-twice",
                "line " + line + " of \"" + chipName + "\" is already used at "
                        + linesUsed.getOrDefault(chipName + " " + line, ""));
        if (!pin.isEmpty()) {
            once(
                    pinsUsed,
                    pin,
                    path + "/pin",
                    "pin-used-twice",
                    "pin " + pin + " is already used at " + pinsUsed.getOrDefault(pin, ""));
        }
        return chip;
    }

    private void pin(String path, Chip chip, int line, String pin) {
        Integer there = chip.pins().get(pin);
        if (there == null || there != line) {
            report(
                    path,
                    "pin-does-not-fit",
                    there == null
                            ? "no line of \"" + chip.name() + "\" is at pin " + pin
                            : "pin " + pin + " is line " + there + " of \"" + chip.name() + "\", not " + line);
        }
    }

    private <K> void once(Map<K, String> seen, K key, String path, String rule, String explanation) {
        if (seen.putIfAbsent(key, path) != null) {
            report(path, rule, explanation);
        }
    }

    private void report(String path, String rule, String explanation) {
        faults.add(located.fault(path, rule, explanation));
    }
}
