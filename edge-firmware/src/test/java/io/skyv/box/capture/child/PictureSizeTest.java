package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.box.capture.CaptureSettings;
import org.junit.jupiter.api.Test;

class PictureSizeTest {
    @Test
    void shouldKeepProportionsAndNeverEnlarge() {
        assertEquals(new PictureSize(1280, 720), fit(1920, 1080, 0, 1));
        assertEquals(new PictureSize(640, 360), fit(640, 360, 1, 1));
        assertEquals(new PictureSize(406, 720), fit(1080, 1920, 1, 1));
        assertEquals(new PictureSize(322, 242), fit(321, 241, 1, 1));
    }

    @Test
    void shouldMakePixelsSquare() {
        assertEquals(new PictureSize(1024, 576), fit(720, 576, 64, 45));
        assertEquals(new PictureSize(720, 540), fit(720, 480, 8, 9));
    }

    private static PictureSize fit(int width, int height, int aspectNum, int aspectDen) {
        return PictureSize.fit(width, height, aspectNum, aspectDen, CaptureSettings.DEFAULT);
    }
}
