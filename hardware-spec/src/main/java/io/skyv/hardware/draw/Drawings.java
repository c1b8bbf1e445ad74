package io.skyv.hardware.draw;

import io.skyv.hardware.light.BoxSign;
import io.skyv.hardware.light.LedPattern;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Every drawing of the documents, made of what the profiles and the table of signs say. */
public final class Drawings {
    private static final int ROW = 26;
    private static final int SHOWN_STEPS = 40;
    private static final int STEP_WIDTH = 8;
    private static final String DARK = "#e6e6ea";

    private Drawings() {}

    /** Files by name, {@code leds.svg} and for each board {@code wiring-ID.svg} and {@code blocks-ID.svg}. */
    public static Map<String, String> all() {
        Map<String, String> drawings = new TreeMap<>();
        drawings.put("leds.svg", leds());
        for (String id : Profiles.SHIPPED) {
            BoardProfile board = Profiles.load(id);
            drawings.put("wiring-" + id + ".svg", wiring(board));
            drawings.put("blocks-" + id + ".svg", blocks(board));
        }
        return drawings;
    }

    static String leds() {
        int left = 150;
        int right = left + SHOWN_STEPS * STEP_WIDTH;
        Svg svg = new Svg(right + 90, 40 + BoxSign.values().length * 3 * ROW);
        svg.bold(10, 22, "Sign");
        int stepsOfASecond = 1000 / LedPattern.STEP_MILLIS;
        for (int second = 0; second * stepsOfASecond <= SHOWN_STEPS; second++) {
            svg.text(left + second * stepsOfASecond * STEP_WIDTH - 4, 22, second + (second == 0 ? "" : " s"));
        }
        int y = 34;
        for (BoxSign sign : BoxSign.values()) {
            svg.bold(10, y + ROW, sign.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            for (Led led : Led.values()) {
                pattern(svg, left, y, led.colour, led.pattern.apply(sign));
                svg.text(right + 8, y + ROW - 13, led.name().toLowerCase(Locale.ROOT));
                y += ROW - 4;
            }
            y += 12;
        }
        return svg.finish();
    }

    /** In the colours that the specification recommends (§8). */
    private enum Led {
        STATUS("#2b7", BoxSign::status),
        ACTIVITY("#e8b000", BoxSign::activity),
        ALERT("#d33", BoxSign::alert);

        private final String colour;
        private final Function<BoxSign, LedPattern> pattern;

        Led(String colour, Function<BoxSign, LedPattern> pattern) {
            this.colour = colour;
            this.pattern = pattern;
        }
    }

    private static void pattern(Svg svg, int x, int y, String colour, LedPattern pattern) {
        for (int step = 0; step < SHOWN_STEPS; step++) {
            boolean lit = pattern.litAt((long) step * LedPattern.STEP_MILLIS);
            svg.bar(x + step * STEP_WIDTH, y, STEP_WIDTH - 1, ROW - 10, lit ? colour : DARK);
        }
    }

    /** One wire of a board. */
    private record Wire(String what, String to, String how) {}

    static String wiring(BoardProfile board) {
        List<Wire> wires = wires(board);
        int height = 60 + Math.max(1, wires.size()) * ROW;
        Svg svg = new Svg(760, height);
        svg.bold(10, 22, board.name());
        svg.box(450, 36, 300, height - 46, "#eef4ff");
        int y = 50;
        for (Wire wire : wires) {
            svg.box(10, y - 14, 170, ROW - 6, "#f6f6ee").text(18, y, wire.what());
            svg.wire(180, y - 5, 450, y - 5);
            svg.text(190, y - 8, wire.how());
            svg.text(460, y, wire.to());
            y += ROW;
        }
        return svg.finish();
    }

    private static List<Wire> wires(BoardProfile board) {
        List<Wire> wires = new ArrayList<>();
        board.gpio()
                .forEach(line -> wires.add(new Wire(
                        line.role().text(),
                        place(line.pin(), line.title(), board.chip(line.chip()).label(), line.line()),
                        "active " + line.active().name().toLowerCase(Locale.ROOT)
                                + (line.role().output()
                                        ? ", safe " + (line.safeOn() ? "on" : "off")
                                        : ", "
                                                + line.bias()
                                                        .name()
                                                        .toLowerCase(Locale.ROOT)
                                                        .replace('_', '-')))));
        board.pwm()
                .forEach(line -> wires.add(new Wire(
                        line.role().text() + " (PWM)",
                        place(line.pin(), line.title(), board.chip(line.chip()).label(), line.line()),
                        line.controller() + " channel " + line.channel() + ", safe " + line.safePercent() + " %")));
        board.buses()
                .forEach(bus -> bus.lines()
                        .forEach(line -> wires.add(new Wire(
                                "I²C " + line.signal().toUpperCase(Locale.ROOT),
                                place(
                                        line.pin(),
                                        line.title(),
                                        board.chip(line.chip()).label(),
                                        line.line()),
                                bus.device()))));
        return wires;
    }

    private static String place(String pin, String title, String label, int line) {
        return (pin.isEmpty() ? "" : "pin " + pin + ", ") + title + " (" + label + " " + line + ")";
    }

    static String blocks(BoardProfile board) {
        List<String> around = new ArrayList<>();
        board.storage()
                .devices()
                .forEach(
                        device -> around.add(device.kind() + " storage, " + device.mebibytes() / 1000 + " GB or more"));
        board.nics().forEach(nic -> around.add(nic.kind() + ", " + nic.megabitsPerSecond() + " Mbit/s"));
        board.cameras().forEach(camera -> around.add("camera: " + camera.kind()));
        board.sensors().forEach(sensor -> around.add(sensor(sensor)));
        board.secureElement().ifPresent(element -> around.add("secure element: " + element.kind()));
        board.watchdog().ifPresent(dog -> around.add("watchdog, " + dog.timeoutSeconds() + " s"));
        board.gpio().forEach(line -> around.add(line.role().text()));
        board.pwm().forEach(line -> around.add(line.role().text() + " (PWM)"));
        around.add("supply: " + board.power().inputMillivolts() / 1000.0 + " V, "
                + board.power().supplyMilliwatts() / 1000.0 + " W");
        int height = 60 + around.size() * ROW;
        Svg svg = new Svg(640, height);
        svg.bold(10, 22, board.name());
        svg.box(10, 36, 230, height - 46, "#eef4ff");
        svg.bold(24, 62, board.compute().architecture() + ", " + board.compute().cores() + " cores");
        svg.text(
                24,
                84,
                board.compute().clockMegahertz() + " MHz, " + board.compute().memoryMebibytes() + " MiB");
        svg.text(24, 106, "encodes: " + String.join(", ", board.compute().encoders()));
        svg.text(24, 128, "level: " + board.level().name().toLowerCase(Locale.ROOT));
        int y = 50;
        for (String part : around) {
            svg.wire(240, y - 5, 330, y - 5);
            svg.box(330, y - 14, 300, ROW - 6, "#f6f6ee").text(338, y, part);
            y += ROW;
        }
        return svg.finish();
    }

    private static String sensor(BoardProfile.Sensor sensor) {
        return switch (sensor) {
            case BoardProfile.Sensor.Lm75 lm75 -> "temperature: LM75 at 0x" + Integer.toHexString(lm75.address());
            case BoardProfile.Sensor.ThermalZone zone -> "temperature: kernel zone " + zone.type();
        };
    }
}
