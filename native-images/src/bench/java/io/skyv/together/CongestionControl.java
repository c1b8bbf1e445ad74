package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How this machine's TCP finds its pace. New connections take what stands in the kernel's setting; it is put back at the
 * end. BBR measures the path and paces by it, which on loopback is what a figure then mostly shows.
 */
record CongestionControl(String name, String before) implements AutoCloseable {
    /** What Linux has unless somebody chose otherwise. */
    private static final String USUAL = "cubic";

    private static final Path SETTING = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
    private static final Path THERE_ARE = Path.of("/proc/sys/net/ipv4/tcp_available_congestion_control");

    /** The usual one, if it can be set here, and the machine's own. */
    static Set<String> toMeasure() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        if (Files.isWritable(SETTING)
                && List.of(Files.readString(THERE_ARE).strip().split(" ")).contains(USUAL)) {
            names.add(USUAL);
        }
        names.add(Files.readString(SETTING).strip());
        return names;
    }

    static CongestionControl use(String name) throws IOException {
        String before = Files.readString(SETTING).strip();
        if (!name.equals(before)) {
            Files.writeString(SETTING, name);
        }
        return new CongestionControl(name, before);
    }

    @Override
    public void close() throws IOException {
        if (!name.equals(before)) {
            Files.writeString(SETTING, before);
        }
    }
}
