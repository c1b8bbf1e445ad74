package io.skyv.box.hardware.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmProviderBase;
import io.skyv.box.hardware.linux.SysfsPwm;
import io.skyv.hardware.profile.BoardProfile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Channels of PWM controllers by sysfs; the id of each is a role's text. */
final class LinuxPwms extends PwmProviderBase {
    private final BoardProfile board;
    private final Path sysfs;

    LinuxPwms(BoardProfile board, Path sysfs) {
        super("skyv-pwm", "PWM by sysfs");
        this.board = board;
        this.sysfs = sysfs;
    }

    @Override
    public Pwm create(PwmConfig config) {
        BoardProfile.PwmLine line = board.pwm().stream()
                .filter(known -> known.role().text().equals(config.id()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("board " + board.id() + " has no PWM for " + config.id()));
        Channel channel = new Channel(this, config, line);
        context.registry().add(channel);
        return channel;
    }

    private final class Channel extends PwmBase {
        private final BoardProfile.PwmLine line;
        private @Nullable SysfsPwm held;

        private Channel(PwmProvider provider, PwmConfig config, BoardProfile.PwmLine line) {
            super(provider, config);
            this.line = line;
        }

        @Override
        public Pwm initialize(Context context) throws InitializeException {
            try {
                held = SysfsPwm.open(sysfs, line.controller(), line.channel(), line.periodNanos());
                return super.initialize(context);
            } catch (java.io.IOException e) {
                throw new InitializeException(e);
            }
        }

        @Override
        public Pwm on() throws IOException {
            return drive(dutyCycle);
        }

        @Override
        public Pwm off() throws IOException {
            return drive(0);
        }

        private Pwm drive(int percent) {
            try {
                if (held != null) {
                    held.set(percent);
                }
                onState = percent > 0;
                return this;
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
        }

        /** The channel goes on with its last duty: a fan that is given back runs. */
        @Override
        public Pwm shutdownInternal(Context context) throws ShutdownException {
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
