package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A GPIO chip, found by the label that its driver gives it: the numbers of {@code /dev/gpiochipN} change from kernel to kernel
 * (a Raspberry Pi 5's header was gpiochip4 and is gpiochip0).
 *
 * @param path the device file
 * @param lines how many lines it has
 */
public record GpioChip(Path path, String label, int lines) {
    private static final Path DEVICES = Path.of("/dev");

    // struct gpiochip_info of linux/gpio.h: char name[32], char label[32], __u32 lines
    private static final long GET_CHIPINFO = 0x8044B401L;
    private static final int INFO_BYTES = 68;
    private static final int INFO_LABEL = 32;
    private static final int INFO_LINES = 64;

    /** @throws IOException unless exactly one chip has this label; the message lists those that there are */
    public static GpioChip labelled(String label) throws IOException {
        List<GpioChip> all = all();
        List<GpioChip> fit =
                all.stream().filter(chip -> chip.label().equals(label)).toList();
        if (fit.size() != 1) {
            throw new IOException((fit.isEmpty() ? "no" : "more than one") + " GPIO chip is labelled \"" + label
                    + "\"; there are " + all.stream().map(GpioChip::label).toList()
                    + ": see whether the board profile is this board's");
        }
        return fit.getFirst();
    }

    /** Every chip of this machine; an alias in /dev counts once. */
    static List<GpioChip> all() throws IOException {
        TreeSet<Path> devices = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(DEVICES, "gpiochip*")) {
            for (Path device : found) {
                devices.add(device.toRealPath());
            }
        }
        List<GpioChip> chips = new ArrayList<>();
        for (Path device : devices) {
            chips.add(read(device));
        }
        return chips;
    }

    private static GpioChip read(Path device) throws IOException {
        int descriptor = Kernel.open(device.toString(), Kernel.O_RDWR);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, Integer.BYTES);
            Kernel.ioctl(descriptor, GET_CHIPINFO, info, "ask " + device + " what it is");
            return new GpioChip(device, info.getString(INFO_LABEL), info.get(ValueLayout.JAVA_INT, INFO_LINES));
        } finally {
            Kernel.close(descriptor);
        }
    }
}
