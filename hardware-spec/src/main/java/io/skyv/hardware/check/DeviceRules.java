package io.skyv.hardware.check;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.BoardProfile.Bus;
import io.skyv.hardware.profile.BoardProfile.BusLine;
import io.skyv.hardware.profile.BoardProfile.Camera;
import io.skyv.hardware.profile.BoardProfile.Sensor;
import io.skyv.hardware.profile.BoardProfile.Slot;
import io.skyv.hardware.profile.BoardProfile.StorageDevice;
import io.skyv.hardware.profile.BoardProfile.Thermal;
import io.skyv.hardware.profile.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of buses, sensors, storage, cameras, power, heat and sources: what names something names what is there, and figures go together. */
final class DeviceRules {
    private static final String NO_FILTER =
            "a board with infrared light has a filter that keeps it away by day: a line with the role ir-cut";

    private final BoardProfile board;
    private final Located located;
    private final List<Fault> faults = new ArrayList<>();

    private DeviceRules(BoardProfile board, Located located) {
        this.board = board;
        this.located = located;
    }

    static List<Fault> faults(BoardProfile board, Located located) {
        DeviceRules rules = new DeviceRules(board, located);
        rules.buses();
        rules.sensors();
        rules.storage();
        rules.cameras();
        rules.power();
        rules.thermal();
        rules.infrared();
        rules.sources("", located.root());
        return rules.faults;
    }

    private void buses() {
        Set<String> names = new HashSet<>();
        Set<String> devices = new HashSet<>();
        for (int i = 0; i < board.buses().size(); i++) {
            Bus bus = board.buses().get(i);
            if (!names.add(bus.name())) {
                report("/buses/" + i + "/name", "bus-twice", "two buses are named \"" + bus.name() + "\"");
            }
            if (!devices.add(bus.device())) {
                report("/buses/" + i + "/device", "bus-twice", bus.device() + " is another bus already");
            }
            signals("/buses/" + i + "/lines", bus.lines());
        }
        Map<String, String> addresses = new HashMap<>();
        for (int i = 0; i < board.sensors().size(); i++) {
            if (board.sensors().get(i) instanceof Sensor.Lm75 lm75) {
                onBus("/sensors/" + i, lm75.bus(), lm75.address(), addresses);
            }
        }
        board.secureElement()
                .ifPresent(element ->
                        element.bus().ifPresent(bus -> onBus("/secureElement", bus, element.address(), addresses)));
    }

    /** A bus whose lines are named has both of them. */
    private void signals(String path, List<BusLine> lines) {
        if (lines.size() == 1) {
            String other = lines.getFirst().signal().equals("sda") ? "scl" : "sda";
            report(path, "signal-missing", "a bus has two lines, and " + other + " is not here");
        } else if (lines.size() == 2
                && lines.getFirst().signal().equals(lines.getLast().signal())) {
            report(
                    path + "/1/signal",
                    "signal-twice",
                    "both lines of this bus are " + lines.getFirst().signal());
        }
    }

    private void sensors() {
        Set<String> zones = new HashSet<>();
        for (int i = 0; i < board.sensors().size(); i++) {
            if (board.sensors().get(i) instanceof Sensor.ThermalZone zone && !zones.add(zone.type())) {
                report("/sensors/" + i + "/type", "sensor-twice", "the zone \"" + zone.type() + "\" is read already");
            }
        }
    }

    private void onBus(String path, String bus, int address, Map<String, String> addresses) {
        if (board.buses().stream().noneMatch(known -> known.name().equals(bus))) {
            report(path + "/bus", "bus-unknown", "\"buses\" has no \"" + bus + "\"");
        }
        String other = addresses.putIfAbsent(bus + " " + address, path);
        if (other != null) {
            report(
                    path + "/address",
                    "address-twice",
                    "address " + address + " of bus \"" + bus + "\" is that of " + other);
        }
    }

    private void storage() {
        Set<String> devices = new HashSet<>();
        Set<String> paths = new HashSet<>();
        List<StorageDevice> all = board.storage().devices();
        for (int i = 0; i < all.size(); i++) {
            if (!devices.add(all.get(i).name())) {
                report(
                        "/storage/devices/" + i + "/name",
                        "storage-twice",
                        "two devices are named \"" + all.get(i).name() + "\"");
            }
            if (!paths.add(all.get(i).path())) {
                report(
                        "/storage/devices/" + i + "/path",
                        "storage-twice",
                        all.get(i).path() + " is another device already");
            }
        }
        Map<String, String> partitions = new HashMap<>();
        Set<String> names = new HashSet<>();
        List<Slot> slots = board.storage().slots();
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            partition("/storage/slots/" + i, slot.device(), slot.partition(), devices, partitions);
            if (!names.add(slot.name())) {
                report("/storage/slots/" + i + "/name", "slot-twice", "two slots are named \"" + slot.name() + "\"");
            }
        }
        partition("/storage/data", board.storage().dataDevice(), board.storage().dataPartition(), devices, partitions);
    }

    private void partition(
            String path, String device, int partition, Set<String> devices, Map<String, String> partitions) {
        if (!devices.contains(device)) {
            report(path + "/device", "storage-unknown", "\"devices\" has no \"" + device + "\"");
        }
        String other = partitions.putIfAbsent(device + " " + partition, path);
        if (other != null) {
            report(
                    path + "/partition",
                    "partition-twice",
                    "partition " + partition + " of \"" + device + "\" is that of " + other
                            + ": an update would write over it");
        }
    }

    private void cameras() {
        Set<String> devices = new HashSet<>();
        for (int i = 0; i < board.cameras().size(); i++) {
            Camera camera = board.cameras().get(i);
            String path = "/cameras/" + i;
            camera.device()
                    .filter(device -> !devices.add(device))
                    .ifPresent(
                            device -> report(path + "/device", "camera-twice", device + " is another camera already"));
            if (camera.kind().equals("rpicam")
                    && !board.compute().architecture().equals("aarch64")) {
                report(
                        path + "/kind",
                        "camera-of-another-board",
                        "rpicam-vid runs on Raspberry Pi boards (aarch64) alone");
            }
        }
    }

    private void power() {
        if (board.power().maxMilliwatts() > board.power().supplyMilliwatts()) {
            report(
                    "/power/maxMilliwatts",
                    "power-over-supply",
                    "the board takes more than its supply gives ("
                            + board.power().supplyMilliwatts() + " mW)");
        }
        if (board.power().idleMilliwatts() > board.power().maxMilliwatts()) {
            report("/power/idleMilliwatts", "power-order", "idle takes more than the most");
        }
    }

    private void thermal() {
        Thermal thermal = board.thermal();
        if (thermal.fanOnMillicelsius() >= thermal.fanFullMillicelsius()) {
            report("/thermal/fanFullMillicelsius", "thermal-order", "the fan is at its full before it is on");
        }
        if (thermal.fanFullMillicelsius() >= thermal.alertMillicelsius()) {
            report("/thermal/alertMillicelsius", "thermal-order", "the alert comes before the fan is at its full");
        }
        if (thermal.fanOnMillicelsius() - thermal.hysteresisMillicelsius() <= thermal.ambientMaxMillicelsius()) {
            report(
                    "/thermal/hysteresisMillicelsius",
                    "fan-never-stops",
                    "at the warmest place that it is made for, the fan"
                            + " would never stop: fanOn less hysteresis is to be above ambientMax");
        }
        boolean fan =
                board.line(Role.FAN).isPresent() || board.pwmLine(Role.FAN).isPresent();
        if (fan && board.sensors().isEmpty()) {
            String path = board.line(Role.FAN).isPresent() ? "/gpio" : "/pwm";
            report(path, "fan-without-sensor", "a fan follows a temperature, and \"sensors\" has none");
        }
    }

    private void infrared() {
        if (board.line(Role.IR_CUT).isPresent() && board.cameras().isEmpty()) {
            int index = board.gpio().indexOf(board.line(Role.IR_CUT).orElseThrow());
            report("/gpio/" + index, "ir-cut-without-camera", "an infrared filter without a camera in \"cameras\"");
        }
        boolean cut = board.line(Role.IR_CUT).isPresent();
        if (board.line(Role.IR_LIGHT).isPresent() && !cut) {
            int index = board.gpio().indexOf(board.line(Role.IR_LIGHT).orElseThrow());
            report("/gpio/" + index, "ir-light-without-ir-cut", NO_FILTER);
        }
        if (board.pwmLine(Role.IR_LIGHT).isPresent() && !cut) {
            int index = board.pwm().indexOf(board.pwmLine(Role.IR_LIGHT).orElseThrow());
            report("/pwm/" + index, "ir-light-without-ir-cut", NO_FILTER);
        }
    }

    /** Every "source" is one of "sources", wherever it stands. */
    private void sources(String path, Json json) {
        switch (json) {
            case Json.Members object ->
                object.members().forEach((name, value) -> {
                    if (name.equals("source")
                            && value instanceof Json.Text text
                            && !board.sources().containsKey(text.text())) {
                        report(
                                path + "/source",
                                "source-unknown",
                                "\"sources\" has no \"" + text.text() + "\": say which document this was taken from");
                    }
                    sources(path + "/" + name, value);
                });
            case Json.Items list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    sources(path + "/" + i, list.items().get(i));
                }
            }
            default -> {
                // a leaf names nothing
            }
        }
    }

    private void report(String path, String rule, String explanation) {
        faults.add(located.fault(path, rule, explanation));
    }
}
