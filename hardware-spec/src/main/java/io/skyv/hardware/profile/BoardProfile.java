package io.skyv.hardware.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A board, as far as a box and its checks want to know it; the schema {@code board-profile.schema.json} explains each member.
 *
 * @param name for people
 */
public record BoardProfile(
        String id,
        String vendor,
        String name,
        String revision,
        List<String> setup,
        Level level,
        Compute compute,
        Storage storage,
        List<Nic> nics,
        List<Camera> cameras,
        List<Chip> chips,
        List<GpioLine> gpio,
        List<PwmLine> pwm,
        List<Bus> buses,
        List<Sensor> sensors,
        Optional<WatchdogTimer> watchdog,
        Optional<SecureElement> secureElement,
        Power power,
        Thermal thermal,
        Map<String, Source> sources) {
    public BoardProfile {
        setup = List.copyOf(setup);
        nics = List.copyOf(nics);
        cameras = List.copyOf(cameras);
        chips = List.copyOf(chips);
        gpio = List.copyOf(gpio);
        pwm = List.copyOf(pwm);
        buses = List.copyOf(buses);
        sensors = List.copyOf(sensors);
        sources = Map.copyOf(sources);
    }

    /** What the board claims to be good for; each does all that those before it do. */
    public enum Level {
        RELAY,
        CAMERA,
        TRANSCODER
    }

    public enum Active {
        HIGH,
        LOW
    }

    public enum Bias {
        PULL_UP,
        PULL_DOWN,
        DISABLED,
        AS_IS
    }

    public record Compute(
            String architecture, int cores, int clockMegahertz, int memoryMebibytes, List<String> encoders) {
        public Compute {
            encoders = List.copyOf(encoders);
        }
    }

    public record Storage(List<StorageDevice> devices, List<Slot> slots, String dataDevice, int dataPartition) {
        public Storage {
            devices = List.copyOf(devices);
            slots = List.copyOf(slots);
        }
    }

    public record StorageDevice(String name, String kind, String path, long mebibytes) {}

    public record Slot(String name, String device, int partition) {}

    public record Nic(String kind, int megabitsPerSecond) {}

    public record Camera(String kind, Optional<String> device) {}

    /**
     * @param label that the driver gives it
     * @param edges whether it tells of edges
     * @param pwm lines that a PWM controller can drive
     * @param reserved lines that the board uses itself
     * @param pins lines by the pin that leads to them; empty if nobody has written them down
     */
    public record Chip(
            String name,
            String label,
            int lines,
            boolean edges,
            List<Integer> pwm,
            List<Integer> reserved,
            Map<String, Integer> pins) {
        public Chip {
            pins = Map.copyOf(pins);
            pwm = List.copyOf(pwm);
            reserved = List.copyOf(reserved);
        }
    }

    /**
     * @param title what the board calls the line, and its pin; for people
     * @param safeOn whether an output is on when the box stops
     */
    public record GpioLine(
            Role role, String chip, int line, String title, String pin, Active active, Bias bias, boolean safeOn) {}

    /**
     * @param controller last name of the controller's device in sysfs
     * @param safePercent when the box stops
     */
    public record PwmLine(
            Role role,
            String controller,
            int channel,
            long periodNanos,
            String chip,
            int line,
            String title,
            String pin,
            int safePercent) {}

    public record Bus(String name, String device, List<BusLine> lines) {
        public Bus {
            lines = List.copyOf(lines);
        }
    }

    public record BusLine(String signal, String chip, int line, String title, String pin) {}

    /** Where the board's temperature is read. */
    public sealed interface Sensor {
        /** LM75 and those that do as it does (TMP102, …): register 0 is the temperature. */
        record Lm75(String bus, int address) implements Sensor {}

        /** A thermal zone of the kernel, by its type. */
        record ThermalZone(String type) implements Sensor {}
    }

    public record WatchdogTimer(String device, int timeoutSeconds) {}

    public record SecureElement(String kind, Optional<String> bus, int address) {}

    public record Power(int inputMillivolts, int supplyMilliwatts, int idleMilliwatts, int maxMilliwatts) {}

    public record Thermal(
            int ambientMaxMillicelsius,
            int fanOnMillicelsius,
            int fanFullMillicelsius,
            int hysteresisMillicelsius,
            int alertMillicelsius) {}

    /** A document that a line or device was taken from. */
    public record Source(String title, String where) {}

    /** The line of this role, if the board has it. */
    public Optional<GpioLine> line(Role role) {
        return gpio.stream().filter(line -> line.role() == role).findFirst();
    }

    /** The PWM output of this role, if the board has it. */
    public Optional<PwmLine> pwmLine(Role role) {
        return pwm.stream().filter(line -> line.role() == role).findFirst();
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Chip chip(String chipName) {
        return chips.stream()
                .filter(chip -> chip.name().equals(chipName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("board " + id + " names no chip " + chipName));
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Bus bus(String busName) {
        return buses.stream()
                .filter(bus -> bus.name().equals(busName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("board " + id + " names no bus " + busName));
    }
}
