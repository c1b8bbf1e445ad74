package io.skyv.box.hardware.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import io.skyv.box.hardware.linux.GpioChip;
import io.skyv.box.hardware.linux.GpioLine;
import io.skyv.hardware.profile.BoardProfile;
import org.jspecify.annotations.Nullable;

/** Outputs of GPIO chips; the id of each is a role's text, which the profile leads to a chip's label and a line. */
final class LinuxOutputs extends DigitalOutputProviderBase {
    private final BoardProfile board;

    LinuxOutputs(BoardProfile board) {
        super("skyv-gpio-output", "GPIO character device, outputs");
        this.board = board;
    }

    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
        Output output = new Output(this, config, Addresses.line(board, config.id()));
        context.registry().add(output);
        return output;
    }

    private final class Output extends DigitalOutputBase {
        private final BoardProfile.GpioLine line;
        private @Nullable GpioLine held;

        private Output(DigitalOutputProvider provider, DigitalOutputConfig config, BoardProfile.GpioLine line) {
            super(provider, config);
            this.line = line;
        }

        @Override
        public DigitalOutput initialize(Context context) throws InitializeException {
            super.initialize(context);
            try {
                state = config().initialState();
                GpioChip chip = GpioChip.labelled(board.chip(line.chip()).label());
                held = GpioLine.output(chip, line.line(), state == DigitalState.HIGH);
                return this;
            } catch (java.io.IOException e) {
                throw new InitializeException(e);
            }
        }

        @Override
        public DigitalOutput state(DigitalState wanted) throws IOException {
            try {
                if (held != null) {
                    held.set(wanted == DigitalState.HIGH);
                }
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
            return super.state(wanted);
        }

        @Override
        public DigitalState state() {
            return state;
        }

        @Override
        public DigitalOutput shutdownInternal(Context context) throws ShutdownException {
            super.shutdownInternal(context);
            try {
                if (held != null) {
                    held.close();
                }
                return this;
            } catch (java.io.IOException e) {
                throw new ShutdownException(e);
            }
        }
    }
}
