package io.skyv.box.hardware.pi4j;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import io.skyv.hardware.profile.BoardProfile;
import java.nio.file.Path;

/** Pi4J over this kernel's own interfaces, for one board. */
public final class LinuxPlatform {
    private LinuxPlatform() {}

    /**
     * Nothing is searched for on the class path, and nothing is opened yet.
     *
     * @param pwmSysfs {@link io.skyv.box.hardware.linux.SysfsPwm#SYSFS}
     */
    public static Context context(BoardProfile board, Path pwmSysfs) {
        return Pi4J.newContextBuilder()
                .noAutoDetectPlatforms()
                .noAutoDetectProviders()
                .disableShutdownHook()
                .add(new LinuxOutputs(board), new LinuxInputs(board), new LinuxBuses(), new LinuxPwms(board, pwmSysfs))
                .build();
    }
}
