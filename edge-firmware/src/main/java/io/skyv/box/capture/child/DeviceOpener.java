package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens a Video4Linux2 camera: compressed if it can, as the wanted size fits through USB only so; else as it likes. */
final class DeviceOpener {
    private static final String DEMUXER = "v4l2";

    private DeviceOpener() {}

    static MediaInput open(Path device, CaptureSettings settings) throws CaptureException {
        if (!Files.exists(device)) {
            throw new CaptureException(
                    Code.NO_SUCH_SOURCE, "there is no device " + device, "see whether the camera is plugged in");
        }
        MediaLibraries.loadDevices();
        avdevice_register_all();
        String size = settings.widthPx() + "x" + settings.heightPx();
        String rate = Integer.toString(settings.frameRate());
        List<Map<String, String>> tries = List.of(
                Map.of("video_size", size, "framerate", rate, "input_format", "mjpeg"),
                Map.of("video_size", size, "framerate", rate),
                Map.of("video_size", size));
        av_log_set_level(AV_LOG_FATAL); // what a camera cannot do is no news
        try {
            for (Map<String, String> options : tries) {
                try {
                    return open(device, options);
                } catch (CaptureException e) {
                    if (e.code() == Code.NO_SUCH_SOURCE) {
                        throw e;
                    }
                }
            }
        } finally {
            av_log_set_level(AV_LOG_WARNING);
        }
        return open(device, Map.of());
    }

    private static MediaInput open(Path device, Map<String, String> options) throws CaptureException {
        return MediaInput.open(device.toString(), device.toString(), DEMUXER, options, LiveCapture.LONGEST_CONNECTING);
    }
}
