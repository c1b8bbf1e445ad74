package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureSettingsTest {
    @Test
    void shouldSurviveTheCommandLine() {
        CaptureSettings settings = CaptureSettings.DEFAULT.withPicture(640, 360, 25);
        assertEquals(settings, CaptureSettings.ofArguments(settings.toArguments()));
    }

    @Test
    void shouldRefuseWhatNoEncoderTakes() {
        assertThrows(IllegalArgumentException.class, () -> CaptureSettings.DEFAULT.withPicture(641, 360, 25));
        assertThrows(IllegalArgumentException.class, () -> CaptureSettings.DEFAULT.withPicture(640, 360, 0));
        assertThrows(IllegalArgumentException.class, () -> CaptureSettings.ofArguments(List.of("640")));
    }
}
