package io.skyv.box.hardware.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a made tree of sysfs, since no kernel that can be had here has PWM. */
class SysfsPwmTest {
    @TempDir
    private Path root;

    private Path sysfs;
    private Path channel;

    @BeforeEach
    void make() throws IOException {
        sysfs = Files.createDirectories(root.resolve("class/pwm"));
        chip("pwmchip0", "1f0009c000.pwm");
        Path chip = chip("pwmchip2", "1f00098000.pwm");
        channel = Files.createDirectories(chip.resolve("pwm2"));
    }

    private Path chip(String name, String device) throws IOException {
        Path chip = Files.createDirectories(sysfs.resolve(name));
        Files.createSymbolicLink(chip.resolve("device"), Files.createDirectories(root.resolve("devices/" + device)));
        return chip;
    }

    @Test
    void shouldFindTheControllerByItsDeviceAndEnableTheChannel() throws IOException {
        try (SysfsPwm pwm = SysfsPwm.open(sysfs, "1f00098000.pwm", 2, 40_000)) {
            assertEquals("40000", Files.readString(channel.resolve("period")));
            assertEquals("0", Files.readString(channel.resolve("duty_cycle")));
            assertEquals("1", Files.readString(channel.resolve("enable")));
            pwm.set(65);
            assertEquals("26000", Files.readString(channel.resolve("duty_cycle")));
            assertThrows(IllegalArgumentException.class, () -> pwm.set(101));
        }
        assertEquals("2", Files.readString(sysfs.resolve("pwmchip2/unexport")));
        assertEquals("26000", Files.readString(channel.resolve("duty_cycle")), "it goes on as it was");
    }

    @Test
    void shouldExportAChannelThatIsNotThereAndSayWhenItDoesNotCome() {
        IOException e = assertThrows(IOException.class, () -> SysfsPwm.open(sysfs, "1f00098000.pwm", 3, 40_000));
        assertTrue(e.getMessage().contains("has no PWM channel 3"), e.getMessage());
        assertTrue(Files.exists(sysfs.resolve("pwmchip2/export")));
    }

    @Test
    void shouldSayWhichControllersThereAre() {
        IOException e = assertThrows(IOException.class, () -> SysfsPwm.open(sysfs, "fe20c000.pwm", 0, 40_000));
        assertTrue(e.getMessage().contains("1f00098000.pwm"), e.getMessage());
        assertTrue(e.getMessage().contains("overlay"), e.getMessage());
    }
}
