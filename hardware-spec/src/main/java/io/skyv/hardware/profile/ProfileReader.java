package io.skyv.hardware.profile;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.profile.BoardProfile.Active;
import io.skyv.hardware.profile.BoardProfile.Bias;
import io.skyv.hardware.profile.BoardProfile.Bus;
import io.skyv.hardware.profile.BoardProfile.BusLine;
import io.skyv.hardware.profile.BoardProfile.Camera;
import io.skyv.hardware.profile.BoardProfile.Chip;
import io.skyv.hardware.profile.BoardProfile.Compute;
import io.skyv.hardware.profile.BoardProfile.GpioLine;
import io.skyv.hardware.profile.BoardProfile.Level;
import io.skyv.hardware.profile.BoardProfile.Nic;
import io.skyv.hardware.profile.BoardProfile.Power;
import io.skyv.hardware.profile.BoardProfile.PwmLine;
import io.skyv.hardware.profile.BoardProfile.SecureElement;
import io.skyv.hardware.profile.BoardProfile.Sensor;
import io.skyv.hardware.profile.BoardProfile.Slot;
import io.skyv.hardware.profile.BoardProfile.Source;
import io.skyv.hardware.profile.BoardProfile.Storage;
import io.skyv.hardware.profile.BoardProfile.StorageDevice;
import io.skyv.hardware.profile.BoardProfile.Thermal;
import io.skyv.hardware.profile.BoardProfile.WatchdogTimer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Makes a profile of JSON that the schema allows. Of other JSON it says what it misses first. */
public final class ProfileReader {
    private ProfileReader() {}

    /** @throws IllegalArgumentException naming the line, if the schema does not allow it */
    public static BoardProfile read(Json json) {
        Fields all = new Fields(json);
        return new BoardProfile(
                all.text("id"),
                all.text("vendor"),
                all.text("name"),
                all.text("revision"),
                all.texts("setup"),
                Level.valueOf(all.inner("claims").text("level").toUpperCase(Locale.ROOT)),
                compute(all.inner("compute")),
                storage(all.inner("storage")),
                all.list("nics", nic -> new Nic(nic.text("kind"), nic.figure("megabitsPerSecond"))),
                all.list("cameras", camera -> new Camera(camera.text("kind"), camera.maybeText("device"))),
                all.list("chips", ProfileReader::chip),
                all.list("gpio", ProfileReader::line),
                all.list("pwm", ProfileReader::pwm),
                all.list("buses", ProfileReader::bus),
                all.list("sensors", ProfileReader::sensor),
                all.maybe("watchdog").map(dog -> new WatchdogTimer(dog.text("device"), dog.figure("timeoutSeconds"))),
                all.maybe("secureElement")
                        .map(element -> new SecureElement(
                                element.text("kind"), element.maybeText("bus"), element.figureOr("address", 0))),
                power(all.inner("power")),
                thermal(all.inner("thermal")),
                sources(all.inner("sources")));
    }

    private static Compute compute(Fields json) {
        return new Compute(
                json.text("architecture"),
                json.figure("cores"),
                json.figure("clockMegahertz"),
                json.figure("memoryMebibytes"),
                json.texts("encoders"));
    }

    private static Storage storage(Fields json) {
        Fields data = json.inner("data");
        return new Storage(
                json.list(
                        "devices",
                        device -> new StorageDevice(
                                device.text("name"),
                                device.text("kind"),
                                device.text("path"),
                                device.figure("mebibytes"))),
                json.list("slots", slot -> new Slot(slot.text("name"), slot.text("device"), slot.figure("partition"))),
                data.text("device"),
                data.figure("partition"));
    }

    private static Chip chip(Fields json) {
        return new Chip(
                json.text("name"),
                json.text("label"),
                json.figure("lines"),
                json.truth("edges"),
                json.figures("pwm"),
                json.figures("reserved"),
                json.maybe("pins").map(ProfileReader::pins).orElse(Map.of()));
    }

    private static Map<String, Integer> pins(Fields json) {
        Map<String, Integer> pins = new LinkedHashMap<>();
        json.names().forEach(pin -> pins.put(pin, json.figure(pin)));
        return pins;
    }

    private static GpioLine line(Fields json) {
        return new GpioLine(
                Role.parse(json.text("role")),
                json.text("chip"),
                json.figure("line"),
                json.maybeText("name").orElse("line " + json.figure("line")),
                json.maybeText("pin").orElse(""),
                Active.valueOf(json.text("active").toUpperCase(Locale.ROOT)),
                json.maybeText("bias")
                        .map(bias -> Bias.valueOf(bias.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .orElse(Bias.AS_IS),
                json.maybeText("safe").map("on"::equals).orElse(false));
    }

    private static PwmLine pwm(Fields json) {
        return new PwmLine(
                Role.parse(json.text("role")),
                json.text("controller"),
                json.figure("channel"),
                json.figure("periodNanos"),
                json.text("chip"),
                json.figure("line"),
                json.maybeText("name").orElse("line " + json.figure("line")),
                json.maybeText("pin").orElse(""),
                json.figure("safePercent"));
    }

    private static Bus bus(Fields json) {
        return new Bus(
                json.text("name"),
                json.text("device"),
                json.list(
                        "lines",
                        line -> new BusLine(
                                line.text("signal"),
                                line.text("chip"),
                                line.figure("line"),
                                line.maybeText("name").orElse("line " + line.figure("line")),
                                line.maybeText("pin").orElse(""))));
    }

    private static Sensor sensor(Fields json) {
        return switch (json.text("kind")) {
            case "lm75" -> new Sensor.Lm75(json.text("bus"), json.figure("address"));
            case "thermal-zone" -> new Sensor.ThermalZone(json.text("type"));
            default -> throw new IllegalArgumentException("there is no sensor of kind " + json.text("kind"));
        };
    }

    private static Power power(Fields json) {
        return new Power(
                json.figure("inputMillivolts"),
                json.figure("supplyMilliwatts"),
                json.figure("idleMilliwatts"),
                json.figure("maxMilliwatts"));
    }

    private static Thermal thermal(Fields json) {
        return new Thermal(
                json.figure("ambientMaxMillicelsius"),
                json.figure("fanOnMillicelsius"),
                json.figure("fanFullMillicelsius"),
                json.figure("hysteresisMillicelsius"),
                json.figure("alertMillicelsius"));
    }

    private static Map<String, Source> sources(Fields json) {
        Map<String, Source> sources = new LinkedHashMap<>();
        json.names().forEach(name -> {
            Fields source = json.inner(name);
            sources.put(name, new Source(source.text("title"), source.text("where")));
        });
        return sources;
    }
}
