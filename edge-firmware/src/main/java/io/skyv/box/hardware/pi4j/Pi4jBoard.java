package io.skyv.box.hardware.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CConfigBuilder;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfigBuilder;
import com.pi4j.io.pwm.PwmType;
import io.skyv.box.hardware.BoardPorts;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.BoardProfile.Active;
import io.skyv.hardware.profile.BoardProfile.GpioLine;
import io.skyv.hardware.profile.BoardProfile.PwmLine;
import io.skyv.hardware.profile.BoardProfile.Sensor;
import io.skyv.hardware.profile.Role;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The board's lines by role as Pi4J's inputs and outputs. What cannot be opened is told, and the rest works. */
public final class Pi4jBoard implements BoardPorts {
    /** Levels that last shorter are bounces of a contact. */
    static final long DEBOUNCE_MILLIS = 10;

    private static final int WORD_BYTES = 2;
    private static final int TEMPERATURE_REGISTER = 0;
    private static final Path THERMAL = Path.of("/sys/class/thermal");
    private static final Logger LOG = System.getLogger(Pi4jBoard.class.getName());

    private final Context context;
    private final Map<Role, DigitalOutput> outputs = new EnumMap<>(Role.class);
    private final Map<Role, DigitalInput> inputs = new EnumMap<>(Role.class);
    private final Map<Role, Pwm> pwms = new EnumMap<>(Role.class);
    private final Optional<I2C> lm75;
    private final Optional<Path> thermalZone;
    private final Set<Role> failed = EnumSet.noneOf(Role.class);
    private boolean temperatureFailed;

    /** Opens all that the profile names. */
    public Pi4jBoard(BoardProfile board, Context context) {
        this.context = context;
        for (GpioLine line : board.gpio()) {
            if (line.role().output()) {
                open(line.role().text(), () -> output(board, line)).ifPresent(port -> outputs.put(line.role(), port));
            } else {
                open(line.role().text(), () -> input(board, line)).ifPresent(port -> inputs.put(line.role(), port));
            }
        }
        for (PwmLine line : board.pwm()) {
            open(line.role().text(), () -> pwm(line)).ifPresent(port -> pwms.put(line.role(), port));
        }
        Optional<Sensor> sensor = board.sensors().stream().findFirst();
        lm75 = sensor.filter(Sensor.Lm75.class::isInstance)
                .map(Sensor.Lm75.class::cast)
                .flatMap(chip -> open("temperature", () -> i2c(board, chip)));
        thermalZone = sensor.filter(Sensor.ThermalZone.class::isInstance)
                .map(Sensor.ThermalZone.class::cast)
                .flatMap(zone -> zone(zone.type()));
    }

    private static <T> Optional<T> open(String what, Supplier<T> opening) {
        try {
            return Optional.of(opening.get());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the board goes without its {0}: {1}", what, reason(e));
            return Optional.empty();
        }
    }

    private static String reason(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private DigitalOutput output(BoardProfile board, GpioLine line) {
        return context.create(DigitalOutputConfigBuilder.newInstance(context)
                .id(line.role().text())
                .bcm(Addresses.of(board, line))
                .onState(on(line))
                .initial(level(line, line.safeOn()))
                .shutdown(level(line, line.safeOn()))
                .build());
    }

    private DigitalInput input(BoardProfile board, GpioLine line) {
        return context.create(DigitalInputConfigBuilder.newInstance(context)
                .id(line.role().text())
                .bcm(Addresses.of(board, line))
                .onState(on(line))
                .pull(pull(line.bias()))
                .debounce(DEBOUNCE_MILLIS, TimeUnit.MILLISECONDS)
                .build());
    }

    private Pwm pwm(PwmLine line) {
        return context.create(PwmConfigBuilder.newInstance(context)
                .id(line.role().text())
                .chip(0)
                .channel(line.channel())
                .pwmType(PwmType.HARDWARE)
                .initial(line.safePercent())
                .shutdown(line.safePercent())
                .build());
    }

    private I2C i2c(BoardProfile board, Sensor.Lm75 chip) {
        String device = board.bus(chip.bus()).device();
        return context.create(I2CConfigBuilder.newInstance(context)
                .id("temperature")
                .bus(Integer.parseInt(device.substring(device.lastIndexOf('-') + 1)))
                .device(chip.address())
                .build());
    }

    private static Optional<Path> zone(String type) {
        try (DirectoryStream<Path> zones = Files.newDirectoryStream(THERMAL, "thermal_zone*")) {
            for (Path zone : zones) {
                if (Files.readString(zone.resolve("type")).strip().equals(type)) {
                    return Optional.of(zone.resolve("temp"));
                }
            }
            LOG.log(Level.WARNING, "the board goes without its temperature: no thermal zone is of type {0}", type);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the board goes without its temperature: {0}", e.toString());
        }
        return Optional.empty();
    }

    private static DigitalState on(GpioLine line) {
        return line.active() == Active.HIGH ? DigitalState.HIGH : DigitalState.LOW;
    }

    private static DigitalState level(GpioLine line, boolean on) {
        return on ? on(line) : DigitalState.getInverseState(on(line));
    }

    private static PullResistance pull(BoardProfile.Bias bias) {
        return switch (bias) {
            case PULL_UP -> PullResistance.PULL_UP;
            case PULL_DOWN -> PullResistance.PULL_DOWN;
            case DISABLED, AS_IS -> PullResistance.OFF;
        };
    }

    @Override
    public void set(Role role, boolean on) {
        DigitalOutput output = outputs.get(role);
        Pwm pwm = pwms.get(role);
        if (output != null) {
            attempt(role, () -> {
                if (on) {
                    output.on();
                } else {
                    output.off();
                }
            });
        } else if (pwm != null) {
            attempt(role, () -> pwm.on(on ? 100 : 0));
        }
    }

    @Override
    public void fan(int percent) {
        Pwm pwm = pwms.get(Role.FAN);
        if (pwm != null) {
            attempt(Role.FAN, () -> pwm.on(percent));
        } else {
            set(Role.FAN, percent > 0);
        }
    }

    private interface Attempt {
        void run();
    }

    private void attempt(Role role, Attempt attempt) {
        try {
            attempt.run();
            failed.remove(role);
        } catch (RuntimeException e) {
            if (failed.add(role)) {
                LOG.log(Level.WARNING, "{0} cannot be driven: {1}", role.text(), reason(e));
            }
        }
    }

    @Override
    public OptionalInt millicelsius() {
        try {
            OptionalInt read = read();
            temperatureFailed = false;
            return read;
        } catch (IOException | RuntimeException e) {
            if (!temperatureFailed) {
                LOG.log(Level.WARNING, "the temperature cannot be read: {0}", reason(e));
            }
            temperatureFailed = true;
            return OptionalInt.empty();
        }
    }

    private OptionalInt read() throws IOException {
        if (lm75.isPresent()) {
            byte[] word = new byte[WORD_BYTES];
            lm75.get().readRegister(TEMPERATURE_REGISTER, word, 0, WORD_BYTES);
            return OptionalInt.of(millicelsius(word[0], word[1]));
        }
        return thermalZone.isPresent()
                ? OptionalInt.of(
                        Integer.parseInt(Files.readString(thermalZone.get()).strip()))
                : OptionalInt.empty();
    }

    /** LM75's register 0: a signed number of 256ths of a degree, its high byte first. */
    static int millicelsius(byte high, byte low) {
        return ((high << Byte.SIZE) | (low & 0xFF)) * 1000 / 256;
    }

    @Override
    public void listen(Role role, Consumer<Boolean> listener) {
        DigitalInput input = inputs.get(role);
        if (input != null) {
            var _ = input.addConsumer(listener);
        }
    }

    @Override
    public boolean active(Role role) {
        DigitalInput input = inputs.get(role);
        return input != null && input.isOn();
    }

    @Override
    public void close() {
        context.shutdown();
    }
}
