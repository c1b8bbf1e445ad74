package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.CaptureSource.Device;
import io.skyv.box.capture.CaptureSource.Listen;
import io.skyv.box.capture.CaptureSource.MediaFile;
import io.skyv.box.capture.CaptureSource.PiCamera;
import io.skyv.box.capture.CaptureSource.Pull;
import io.skyv.box.capture.CaptureSource.TestPicture;
import java.io.IOException;

/** Which capture a source needs. */
final class Captures {
    private Captures() {}

    /** Runs until the source ends, if it does. */
    static void run(CaptureSource source, CaptureSettings settings, EventSink events)
            throws CaptureException, IOException {
        switch (source) {
            case TestPicture test -> new TestPictureCapture(settings, events).run();
            case MediaFile file -> new FileCapture(settings, events).run(file.path());
            case Device device ->
                new LiveCapture(settings, events)
                        .device(open(device, settings, events), device.path().toString());
            case PiCamera camera -> takeProgram(CameraProgram.start(camera.number(), settings), settings, events);
            case Pull pull -> new LiveCapture(settings, events).pull(new Address(pull.url()));
            case Listen listen -> new LiveCapture(settings, events).listen(new Address(listen.url()));
        }
    }

    private static void takeProgram(CameraProgram program, CaptureSettings settings, EventSink events)
            throws CaptureException, IOException {
        try (program) {
            new LiveCapture(settings, events).device(program.open(events), CameraProgram.NAME);
        }
    }

    /** A camera is asked for several sizes, one after the other, and may take its time for each. */
    private static MediaInput open(Device device, CaptureSettings settings, EventSink events) throws CaptureException {
        try (Heartbeat heartbeat =
                Heartbeat.bounded(events, "an answer of " + device.path(), LiveCapture.LONGEST_OPENING)) {
            return DeviceOpener.open(device.path(), settings);
        }
    }
}
