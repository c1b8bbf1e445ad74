package io.skyv.box.hardware.pi4j;

import com.pi4j.context.Context;
import com.pi4j.exception.InitializeException;
import com.pi4j.io.exception.IOException;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBus;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.i2c.I2CProviderBase;
import io.skyv.box.hardware.linux.SmbusDevice;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Chips on I²C by SMBus calls: bytes, and registers of one or two bytes. Pi4J's bus is the number in {@code /dev/i2c-N}. */
final class LinuxBuses extends I2CProviderBase {
    private static final int WORD_BYTES = 2;

    LinuxBuses() {
        super("skyv-i2c", "I²C by SMBus calls");
    }

    @Override
    public I2C create(I2CConfig config) {
        Device device = new Device(this, config);
        context.registry().add(device);
        return device;
    }

    /** Each device's calls are one system call: the kernel keeps them apart. */
    private static final class KernelBus implements I2CBus {
        @Override
        public <R> R execute(I2C i2c, Callable<R> action) {
            try {
                return action.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private interface Work<T> {
        T with(SmbusDevice device) throws java.io.IOException;
    }

    private static final class Device extends I2CBase<I2CBus> {
        private @Nullable SmbusDevice held;

        private Device(I2CProvider provider, I2CConfig config) {
            super(provider, config, new KernelBus());
        }

        @Override
        public I2C initialize(Context context) throws InitializeException {
            try {
                held = SmbusDevice.open(Path.of("/dev/i2c-" + config.bus()), config.device());
                return super.initialize(context);
            } catch (java.io.IOException e) {
                throw new InitializeException(e);
            }
        }

        @Override
        public int read() {
            return call(SmbusDevice::readByte);
        }

        @Override
        public int write(byte b) {
            call(device -> {
                device.writeByte(b);
                return b;
            });
            return 1;
        }

        @Override
        public int readRegister(int register) {
            return call(device -> device.readByte(register));
        }

        @Override
        public int readRegister(int register, byte[] buffer, int offset, int length) {
            if (length == 1) {
                buffer[offset] = (byte) readRegister(register);
            } else {
                onlyWords(length);
                int word = call(device -> device.readWord(register));
                buffer[offset] = (byte) word;
                buffer[offset + 1] = (byte) (word >> Byte.SIZE);
            }
            return length;
        }

        @Override
        public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
            return readRegister(oneByte(register), buffer, offset, length);
        }

        @Override
        public int writeRegister(int register, byte b) {
            call(device -> {
                device.writeByte(register, b);
                return b;
            });
            return 1;
        }

        @Override
        public int writeRegister(int register, byte[] data, int offset, int length) {
            if (length == 1) {
                return writeRegister(register, data[offset]);
            }
            onlyWords(length);
            int word = (data[offset] & 0xFF) | (data[offset + 1] & 0xFF) << Byte.SIZE;
            call(device -> {
                device.writeWord(register, word);
                return word;
            });
            return length;
        }

        @Override
        public int writeRegister(byte[] register, byte[] data, int offset, int length) {
            return writeRegister(oneByte(register), data, offset, length);
        }

        @Override
        public void writeThenRead(
                byte @Nullable [] written,
                int from,
                int count,
                int delayNanos,
                byte @Nullable [] read,
                int to,
                int wanted) {
            throw new IOException("transfers of any length are not SMBus: use registers of one or two bytes");
        }

        @Override
        public void close() {
            super.close();
            try {
                if (held != null) {
                    held.close();
                }
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
        }

        private static int oneByte(byte[] register) {
            if (register.length != 1) {
                throw new IOException("a register's number is one byte here, not " + register.length);
            }
            return register[0] & 0xFF;
        }

        private static void onlyWords(int length) {
            if (length != WORD_BYTES) {
                throw new IOException("a register has one or two bytes here, not " + length);
            }
        }

        private <T> T call(Work<T> work) {
            try {
                if (held == null) {
                    throw new java.io.IOException("the device is not open");
                }
                return work.with(held);
            } catch (java.io.IOException e) {
                throw new IOException(e);
            }
        }
    }
}
