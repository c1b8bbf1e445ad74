package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureSource.Device;
import io.skyv.box.capture.CaptureSource.Listen;
import io.skyv.box.capture.CaptureSource.MediaFile;
import io.skyv.box.capture.CaptureSource.PiCamera;
import io.skyv.box.capture.CaptureSource.Pull;
import io.skyv.box.capture.CaptureSource.TestPicture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureSourceTest {
    @Test
    void shouldKnowTestPicture() {
        assertEquals(new TestPicture(), CaptureSource.parse(" test "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/video0", "v4l2:/dev/video0"})
    void shouldKnowCameras(String text) {
        assertEquals(new Device(Path.of("/dev/video0")), CaptureSource.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"rpicam, 0", "rpicam:1, 1"})
    void shouldKnowARaspberryPisCameraConnector(String text, int number) {
        assertEquals(new PiCamera(number), CaptureSource.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://camera:554/stream1",
                "rtsp://user:p%40ss@192.168.1.7/live",
                "rtmp://example.org/live/key",
                "srt://example.org:9000?streamid=a",
                "http://example.org/live.m3u8",
                "https://example.org/live.m3u8",
                "rtsp://[2001:db8::1]:554/x"
            })
    void shouldPullFromUrls(String url) {
        assertEquals(new Pull(url), CaptureSource.parse(url));
    }

    @ParameterizedTest
    @CsvSource({
        "listen:rtmp://0.0.0.0:1935/live/cam, rtmp://0.0.0.0:1935/live/cam",
        "listen:rtsp://192.168.1.5:8554/cam, rtsp://192.168.1.5:8554/cam",
        "rtmp://192.168.1.5:1935/live/cam?listen=1, rtmp://192.168.1.5:1935/live/cam",
        "srt://192.168.1.5:9000?mode=listener, srt://192.168.1.5:9000",
        "srt://192.168.1.5:9000?mode=listener&latency=200, srt://192.168.1.5:9000?latency=200",
        "srt://192.168.1.5:9000?latency=200&mode=listener, srt://192.168.1.5:9000?latency=200",
        "rtsp://0.0.0.0:8554/cam, rtsp://0.0.0.0:8554/cam",
        "rtmp://[::]:1935/live, rtmp://[::]:1935/live",
        "srt://:9000, srt://0.0.0.0:9000",
        "listen:http://0.0.0.0:8088/in, http://0.0.0.0:8088/in"
    })
    void shouldListenWhereTheAddressIsOurs(String text, String url) {
        assertEquals(new Listen(url), CaptureSource.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"film.mp4", "/srv/film.mp4", "file:/srv/film.mp4", "file:///srv/film.mp4"})
    void shouldTakeTheRestForFiles(String text) {
        String path = text.startsWith("film") ? "film.mp4" : "/srv/film.mp4";
        assertEquals(new MediaFile(Path.of(path)), CaptureSource.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "test",
                "/dev/video3",
                "rpicam",
                "rpicam:1",
                "rtsp://camera/1",
                "listen:rtmp://0.0.0.0:1935/live",
                "srt://:9000",
                "film.mp4"
            })
    void shouldParseItsOwnText(String text) {
        CaptureSource source = CaptureSource.parse(text);
        assertEquals(source, CaptureSource.parse(source.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "ftp://example.org/x",
                "listen:https://0.0.0.0:443/x",
                "listen:rtmp://0.0.0.0/live",
                "listen:film.mp4",
                "srt://0.0.0.0",
                "v4l2:",
                "a\0b"
            })
    void shouldSayWhatIsPossible(String text) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CaptureSource.parse(text));
        assertTrue(String.valueOf(refusal.getMessage()).contains(CaptureSource.POSSIBLE), refusal.getMessage());
    }
}
