package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.proto.id.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** What a capture child says that was taken over by what it decodes. */
class RecordsFuzzTest {
    @FuzzTest
    void shouldBelieveNothingThatCannotBe(byte[] bytes) throws IOException {
        EventReader reader = new EventReader(new ByteArrayInputStream(bytes));
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        EventWriter writer = new EventWriter(again);
        try {
            Optional<CaptureEvent> event = reader.read();
            while (event.isPresent()) {
                possible(event.get());
                writer.write(event.get());
                event = reader.read();
            }
        } catch (IOException refused) {
            // as it must be
        }
        assertTrue(reread(again.toByteArray()), "what was read can be written and read again");
    }

    private static void possible(CaptureEvent event) {
        switch (event) {
            case EncodingStarted started -> {
                assertTrue(Codecs.isValid(started.codecs()), started.codecs());
                assertTrue(started.widthPx() > 0 && started.heightPx() > 0, started.toString());
                assertTrue(started.bandwidthBps() > 0 && started.frameRate() >= 0, started.toString());
                assertTrue(started.longestSegmentMicros() > 0, started.toString());
            }
            case PartEncoded part ->
                assertTrue(part.startMicros() + part.durationMicros() > part.startMicros(), part.toString());
            case CaptureEvent.Log log -> assertTrue(log.text().length() <= EventWriter.MAX_TEXT_CHARS);
            case CaptureEvent.Brightness brightness -> assertTrue(brightness.level() >= 0 && brightness.level() <= 255);
            case CaptureEvent.Waiting _, CaptureEvent.CaptureFailed _, CaptureEvent.Interrupted _ -> {}
            case CaptureEvent.CaptureEnded ended -> throw new AssertionError("no child says " + ended);
        }
    }

    private static boolean reread(byte[] written) throws IOException {
        EventReader reader = new EventReader(new ByteArrayInputStream(written));
        ByteArrayOutputStream third = new ByteArrayOutputStream();
        EventWriter writer = new EventWriter(third);
        for (Optional<CaptureEvent> event = reader.read(); event.isPresent(); event = reader.read()) {
            writer.write(event.get());
        }
        assertEquals(written.length, third.size());
        return true;
    }
}
