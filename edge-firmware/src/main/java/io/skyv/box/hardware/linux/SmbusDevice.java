package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A chip on an I²C bus, by SMBus calls (linux/i2c-dev.h, linux/i2c.h): every adapter can do those, plain transfers not every
 * one. By one thread at a time.
 */
public final class SmbusDevice implements AutoCloseable {
    private static final int FIRST_ADDRESS = 0x08;
    private static final int LAST_ADDRESS = 0x77;

    private static final long I2C_SLAVE = 0x0703;
    private static final long I2C_SMBUS = 0x0720;

    // struct i2c_smbus_ioctl_data: __u8 read_write, __u8 command, __u32 size, union i2c_smbus_data *data
    private static final int CALL_BYTES = 16;
    private static final int CALL_COMMAND = 1;
    private static final int CALL_SIZE = 4;
    private static final int CALL_DATA = 8;
    private static final int DATA_BYTES = 34;
    private static final byte READ = 1;
    private static final byte WRITE = 0;
    private static final int BYTE = 1;
    private static final int BYTE_DATA = 2;
    private static final int WORD_DATA = 3;

    private final String name;
    private final int descriptor;
    private boolean closed;

    private SmbusDevice(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /** @param address seven bits, 0x08 to 0x77 */
    public static SmbusDevice open(Path bus, int address) throws IOException {
        if (address < FIRST_ADDRESS || address > LAST_ADDRESS) {
            throw new IllegalArgumentException("an I²C address is 0x08 to 0x77, not 0x" + Integer.toHexString(address));
        }
        String name = bus + " at 0x" + Integer.toHexString(address);
        int descriptor = Kernel.open(bus.toString(), Kernel.O_RDWR);
        try {
            Kernel.ioctl(descriptor, I2C_SLAVE, MemorySegment.ofAddress(address), "use " + name);
            return new SmbusDevice(name, descriptor);
        } catch (IOException e) {
            Kernel.close(descriptor);
            throw e;
        }
    }

    /** @return 0 to 255 */
    public int readByte() throws IOException {
        return call(READ, 0, BYTE, 0) & 0xFF;
    }

    /** @return 0 to 255 */
    public int readByte(int register) throws IOException {
        return call(READ, register, BYTE_DATA, 0) & 0xFF;
    }

    /** @return 0 to 65535; the byte that came first is the low one, as SMBus has it */
    public int readWord(int register) throws IOException {
        return call(READ, register, WORD_DATA, 0) & 0xFFFF;
    }

    public void writeByte(int value) throws IOException {
        call(WRITE, value, BYTE, 0);
    }

    public void writeByte(int register, int value) throws IOException {
        call(WRITE, register, BYTE_DATA, value);
    }

    public void writeWord(int register, int value) throws IOException {
        call(WRITE, register, WORD_DATA, value);
    }

    private synchronized int call(byte direction, int command, int size, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(DATA_BYTES, Short.BYTES);
            data.set(ValueLayout.JAVA_SHORT, 0, (short) value);
            MemorySegment call = arena.allocate(CALL_BYTES, Long.BYTES);
            call.set(ValueLayout.JAVA_BYTE, 0, direction);
            call.set(ValueLayout.JAVA_BYTE, CALL_COMMAND, (byte) command);
            call.set(ValueLayout.JAVA_INT, CALL_SIZE, size);
            call.set(ValueLayout.ADDRESS, CALL_DATA, data);
            Kernel.ioctl(descriptor, I2C_SMBUS, call, (direction == READ ? "read " : "write ") + name);
            return data.get(ValueLayout.JAVA_SHORT, 0);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            Kernel.close(descriptor);
        }
    }
}
