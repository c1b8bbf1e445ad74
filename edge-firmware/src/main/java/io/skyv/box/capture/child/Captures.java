package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.CaptureSource.Device;
import io.skyv.box.capture.CaptureSource.Listen;
import io.skyv.box.capture.CaptureSource.MediaFile;
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
            case MediaFile file -> throw new CaptureException(Code.UNSUPPORTED, "not yet", "");
            case Device device -> throw new CaptureException(Code.UNSUPPORTED, "not yet", "");
            case Pull pull -> throw new CaptureException(Code.UNSUPPORTED, "not yet", "");
            case Listen listen -> throw new CaptureException(Code.UNSUPPORTED, "not yet", "");
        }
    }
}
