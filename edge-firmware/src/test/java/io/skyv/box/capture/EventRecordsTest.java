package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent.Brightness;
import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Cause;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.Interrupted;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureEvent.Log;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        EncodingStarted started = new EncodingStarted(
                new byte[] {1, 2, 3}, "avc1.42c01f,mp4a.40.2", 1280, 720, 29.97, 4_000_000, 2_002_000, true);
        PartEncoded part = new PartEncoded(new byte[] {4, 5}, 1_700_000_000_000_000L, 333_333, true, false);
        Log log = new Log(Level.WARNING, "größer als gedacht");
        CaptureFailed failed = new CaptureFailed(Code.NO_VIDEO, "why", "what to do");
        EventWriter writer = new EventWriter(bytes);
        Interrupted interrupted = new Interrupted(Cause.PARAMETERS, "another size");
        for (CaptureEvent event :
                new CaptureEvent[] {started, part, log, new Waiting("a push"), interrupted, new Brightness(200), failed
                }) {
            writer.write(event);
        }

        EventReader reader = reader(bytes.toByteArray());
        EncodingStarted readStarted =
                assertInstanceOf(EncodingStarted.class, reader.read().orElseThrow());
        assertArrayEquals(started.initSegment(), readStarted.initSegment());
        assertEquals(started.toString(), readStarted.toString());
        PartEncoded readPart = assertInstanceOf(PartEncoded.class, reader.read().orElseThrow());
        assertArrayEquals(part.body(), readPart.body());
        assertEquals(part.toString(), readPart.toString());
        assertEquals(log, reader.read().orElseThrow());
        assertEquals(new Waiting("a push"), reader.read().orElseThrow());
        assertEquals(interrupted, reader.read().orElseThrow());
        assertEquals(new Brightness(200), reader.read().orElseThrow());
        assertEquals(failed, reader.read().orElseThrow());
        assertTrue(reader.read().isEmpty());
    }

    @Test
    void shouldCutTextThatIsTooLong() throws IOException {
        new EventWriter(bytes).write(new Log(Level.INFO, "x".repeat(100_000)));
        Log log = assertInstanceOf(Log.class, reader(bytes.toByteArray()).read().orElseThrow());
        assertEquals(EventWriter.MAX_TEXT_CHARS, log.text().length());
    }

    @Test
    void shouldRefuseToWriteWhatNobodyWouldRead() throws IOException {
        EventWriter writer = new EventWriter(bytes);
        byte[] huge = new byte[EventWriter.MAX_PAYLOAD_BYTES];
        assertThrows(IOException.class, () -> writer.write(new PartEncoded(huge, 1, 1, true, true)));
        assertThrows(IllegalArgumentException.class, () -> writer.write(new CaptureEnded(0, 0)));
    }

    @Test
    void shouldRefuseAnotherProgram() {
        assertThrows(
                BadRecordException.class,
                () -> reader("Usage: java".getBytes(StandardCharsets.UTF_8)).read());
        assertThrows(
                BadRecordException.class,
                () -> reader(new byte[] {'S', 'K', 'V', 'C', 9}).read());
    }

    @Test
    void shouldRefuseLengthsBeyondTheBound() throws IOException {
        assertThrows(
                BadRecordException.class,
                () -> reader(record(2, 0x7fff_ffff, new byte[0])).read());
        assertThrows(
                BadRecordException.class,
                () -> reader(record(2, -1, new byte[0])).read());
    }

    @Test
    void shouldRefuseUnknownTypesAndLeftovers() {
        assertThrows(
                BadRecordException.class,
                () -> reader(record(99, 0, new byte[0])).read());
        assertThrows(
                BadRecordException.class,
                () -> reader(record(3, 5, new byte[] {0, 0, 0, 0, 7})).read());
        assertThrows(
                BadRecordException.class,
                () -> reader(record(3, 4, new byte[] {0, 0, 0, 9})).read());
        assertThrows(
                BadRecordException.class,
                () -> reader(record(4, 5, new byte[] {44, 0, 0, 0, 0})).read());
    }

    @Test
    void shouldTellEndBetweenRecordsFromEndWithin() throws IOException {
        assertTrue(reader(new byte[0]).read().isEmpty());
        assertThrows(
                EOFException.class, () -> reader(record(3, 50, new byte[4])).read());
    }

    @Test
    void shouldNeverDoWorseThanRefuse() throws IOException {
        new EventWriter(bytes).write(new PartEncoded(new byte[40], 5, 6, true, true));
        byte[] good = bytes.toByteArray();
        long seed = 20_26;
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            byte[] cut = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            try {
                reader(cut).read();
            } catch (IOException e) {
                // refused, as it should be
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private static EventReader reader(byte[] bytes) {
        return new EventReader(new ByteArrayInputStream(bytes));
    }

    private static byte[] record(int type, int length, byte[] payload) {
        return ByteBuffer.allocate(10 + payload.length)
                .putInt(EventWriter.MAGIC)
                .put((byte) EventWriter.VERSION)
                .put((byte) type)
                .putInt(length)
                .put(payload)
                .array();
    }
}
