package io.skyv.box.hardware.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import io.skyv.box.hardware.linux.GpioChip;
import io.skyv.box.hardware.linux.GpioLine;
import io.skyv.box.hardware.linux.GpioLine.Bias;
import io.skyv.hardware.profile.BoardProfile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Inputs of GPIO chips, each with a thread that waits for its edges; the id of each is a role's text. */
final class LinuxInputs extends DigitalInputProviderBase {
    /** How long a thread takes to see that it is to end. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final BoardProfile board;

    LinuxInputs(BoardProfile board) {
        super("skyv-gpio-input", "GPIO character device, inputs");
        this.board = board;
    }

    @Override
    public DigitalInput create(DigitalInputConfig config) {
        Input input = new Input(this, config, Addresses.line(board, config.id()));
        context.registry().add(input);
        return input;
    }

    private static Bias bias(BoardProfile.Bias bias) {
        return switch (bias) {
            case PULL_UP -> Bias.PULL_UP;
            case PULL_DOWN -> Bias.PULL_DOWN;
            case DISABLED -> Bias.DISABLED;
            case AS_IS -> Bias.AS_IS;
        };
    }

    private final class Input extends DigitalInputBase {
        private final BoardProfile.GpioLine line;
        private volatile DigitalState state = DigitalState.UNKNOWN;
        private volatile boolean closing;
        private @Nullable Thread waiting;

        private Input(DigitalInputProvider provider, DigitalInputConfig config, BoardProfile.GpioLine line) {
            super(provider, config);
            this.line = line;
        }

        @Override
        public DigitalInput initialize(Context context) throws InitializeException {
            super.initialize(context);
            try {
                GpioChip chip = GpioChip.labelled(board.chip(line.chip()).label());
                Duration debounce = Duration.ofNanos(config().debounce() * 1000);
                GpioLine held = GpioLine.input(chip, line.line(), bias(line.bias()), debounce);
                state = level(held.get());
                waiting = Thread.ofPlatform()
                        .name("gpio-" + config().id())
                        .daemon(true)
                        .start(() -> await(held));
                return this;
            } catch (IOException e) {
                throw new InitializeException(e);
            }
        }

        private void await(GpioLine held) {
            try (held) {
                while (!closing) {
                    Optional<GpioLine.Edge> edge = held.awaitEdge(LOOK);
                    if (edge.isPresent() && !closing) {
                        state = level(edge.get().high());
                        dispatch(new DigitalStateChangeEvent<>(this, state));
                    }
                }
            } catch (IOException e) {
                System.getLogger(LinuxInputs.class.getName())
                        .log(Level.ERROR, config().id() + " is no longer heard of: " + e.getMessage());
            }
        }

        private static DigitalState level(boolean high) {
            return high ? DigitalState.HIGH : DigitalState.LOW;
        }

        @Override
        public DigitalState state() {
            return state;
        }

        @Override
        public DigitalInput shutdownInternal(Context context) throws ShutdownException {
            closing = true;
            try {
                if (waiting != null) {
                    waiting.join(LOOK.plus(LOOK));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.shutdownInternal(context);
        }
    }
}
