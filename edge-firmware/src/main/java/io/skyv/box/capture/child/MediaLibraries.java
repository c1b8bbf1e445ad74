package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.Executable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * FFmpeg's libraries. A native executable loads them from where it was installed; JavaCPP's own way, which unpacks them
 * first, is for Java machines.
 */
final class MediaLibraries {
    /** Each after those that it needs: FFmpeg's libraries do not say where the others are. */
    static final List<String> MEDIA = List.of(
            "libdrm.so.2",
            "libva.so.2",
            "libva-drm.so.2",
            "libavutil.so.60",
            "libswresample.so.6",
            "libavcodec.so.62",
            "libavformat.so.62",
            "libswscale.so.9",
            "libjnijavacpp.so",
            "libjniavutil.so",
            "libjniswresample.so",
            "libjniavcodec.so",
            "libjniavformat.so",
            "libjniswscale.so");

    /** What only a camera at this machine needs; it wants libraries of the system, too. */
    static final List<String> DEVICES =
            List.of("libavfilter.so.11", "libavdevice.so.62", "libjniavfilter.so", "libjniavdevice.so");

    private MediaLibraries() {}

    /** To be called before anything of FFmpeg is used. */
    static void load() throws CaptureException {
        Optional<Executable> executable = Executable.ofThisProcess();
        if (executable.isPresent()) {
            System.setProperty("org.bytedeco.javacpp.loadlibraries", "false");
            load(executable.get().libraries(), MEDIA);
        }
    }

    /** To be called before a device is opened. */
    static void loadDevices() throws CaptureException {
        Optional<Executable> executable = Executable.ofThisProcess();
        if (executable.isPresent()) {
            load(executable.get().libraries(), DEVICES);
        }
    }

    private static void load(Path directory, List<String> names) throws CaptureException {
        for (String name : names) {
            try {
                System.load(directory.resolve(name).toString());
            } catch (UnsatisfiedLinkError e) {
                throw new CaptureException(
                        Code.INTERNAL,
                        "the library " + name + " cannot be loaded: " + e.getMessage(),
                        "install the box again, with what its package depends on; its libraries belong in "
                                + directory);
            }
        }
    }
}
