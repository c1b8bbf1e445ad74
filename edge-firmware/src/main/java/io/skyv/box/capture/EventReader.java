package io.skyv.box.capture;

import io.skyv.box.capture.CaptureEvent.Brightness;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Cause;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.Interrupted;
import io.skyv.box.capture.CaptureEvent.Level;
import io.skyv.box.capture.CaptureEvent.Log;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import io.skyv.proto.id.Codecs;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads what {@link EventWriter} wrote, and believes none of it unchecked. */
public final class EventReader {
    /** What playlists and the network have room for; what is beyond that was never encoded. */
    private static final int MAX_PX = 16_384;

    private static final double MAX_FRAME_RATE = 1_000;
    private static final long MAX_BANDWIDTH_BPS = 1_000_000_000;
    private static final long LONGEST_MICROS = 600_000_000;

    /** The end of the year 9999. */
    private static final long LATEST_MICROS = 253_402_300_799_999_999L;

    private final DataInputStream in;
    private boolean greeted;

    public EventReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /**
     * The next event; empty when the stream ended between records.
     *
     * @throws BadRecordException when it is not a record
     * @throws IOException when the stream broke or ended within a record
     */
    public Optional<CaptureEvent> read() throws IOException {
        if (!greeted && !readGreeting()) {
            return Optional.empty();
        }
        int type = in.read();
        if (type < 0) {
            return Optional.empty();
        }
        int length = in.readInt();
        if (length < 0 || length > EventWriter.MAX_PAYLOAD_BYTES) {
            throw new BadRecordException("a record of type " + type + " claims " + Integer.toUnsignedString(length)
                    + " bytes, the bound is " + EventWriter.MAX_PAYLOAD_BYTES);
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
            throw new EOFException("the stream ended within a record of type " + type);
        }
        return Optional.of(new Payload(type, ByteBuffer.wrap(payload)).decode());
    }

    private boolean readGreeting() throws IOException {
        byte[] greeting = in.readNBytes(Integer.BYTES + 1);
        if (greeting.length == 0) {
            return false;
        }
        if (greeting.length < Integer.BYTES + 1 || ByteBuffer.wrap(greeting).getInt() != EventWriter.MAGIC) {
            throw new BadRecordException("the output does not begin as a capture child's");
        }
        if (greeting[Integer.BYTES] != EventWriter.VERSION) {
            throw new BadRecordException("the child speaks version " + greeting[Integer.BYTES] + " of the records, not "
                    + EventWriter.VERSION);
        }
        greeted = true;
        return true;
    }

    private record Payload(int type, ByteBuffer bytes) {
        CaptureEvent decode() throws BadRecordException {
            CaptureEvent event = switch (type) {
                case EventWriter.ENCODING_STARTED -> encodingStarted();
                case EventWriter.PART_ENCODED -> partEncoded();
                case EventWriter.WAITING -> new Waiting(text());
                case EventWriter.BRIGHTNESS -> new Brightness(unsignedByte());
                case EventWriter.LOG -> new Log(oneOf(Level.values()), text());
                case EventWriter.INTERRUPTED -> new Interrupted(oneOf(Cause.values()), text());
                case EventWriter.CAPTURE_FAILED -> new CaptureFailed(oneOf(Code.values()), text(), text());
                default -> throw new BadRecordException("unknown type of record " + type);
            };
            if (bytes.hasRemaining()) {
                throw bad("has " + bytes.remaining() + " bytes too many");
            }
            return event;
        }

        private EncodingStarted encodingStarted() throws BadRecordException {
            byte[] init = array();
            String codecs = text();
            need(3 * Integer.BYTES + 2 * Long.BYTES);
            EncodingStarted started = new EncodingStarted(
                    init,
                    codecs,
                    bytes.getInt(),
                    bytes.getInt(),
                    bytes.getInt() / EventWriter.FRAME_RATE_SCALE,
                    bytes.getLong(),
                    bytes.getLong(),
                    bool());
            if (!isPossible(started)) {
                throw bad("tells of no picture that there is: " + started.widthPx() + "x" + started.heightPx() + ", "
                        + started.frameRate() + " frames/s, " + started.bandwidthBps() + " bit/s, segments to "
                        + started.longestSegmentMicros() + " µs");
            }
            return started;
        }

        private static boolean isPossible(EncodingStarted started) {
            return started.initSegment().length > 0
                    && Codecs.isValid(started.codecs())
                    && started.widthPx() > 0
                    && started.widthPx() <= MAX_PX
                    && started.heightPx() > 0
                    && started.heightPx() <= MAX_PX
                    && started.frameRate() >= 0
                    && started.frameRate() <= MAX_FRAME_RATE
                    && started.bandwidthBps() > 0
                    && started.bandwidthBps() <= MAX_BANDWIDTH_BPS
                    && started.longestSegmentMicros() > 0
                    && started.longestSegmentMicros() <= LONGEST_MICROS;
        }

        private PartEncoded partEncoded() throws BadRecordException {
            need(2 * Long.BYTES);
            long start = bytes.getLong();
            long duration = bytes.getLong();
            if (start < 0 || start > LATEST_MICROS || duration <= 0 || duration > LONGEST_MICROS) {
                throw bad("starts at " + start + " µs and lasts " + duration + " µs");
            }
            boolean independent = bool();
            boolean last = bool();
            return new PartEncoded(array(), start, duration, independent, last);
        }

        private <T> T oneOf(T[] values) throws BadRecordException {
            need(1);
            int code = bytes.get();
            if (code < 0 || code >= values.length) {
                throw bad("has the unknown code " + code);
            }
            return values[code];
        }

        private int unsignedByte() throws BadRecordException {
            need(1);
            return bytes.get() & 0xFF;
        }

        private boolean bool() throws BadRecordException {
            return oneOf(new Boolean[] {false, true});
        }

        private String text() throws BadRecordException {
            return new String(array(), StandardCharsets.UTF_8);
        }

        private byte[] array() throws BadRecordException {
            need(Integer.BYTES);
            int length = bytes.getInt();
            if (length < 0) {
                throw bad("has a field of a negative length");
            }
            need(length);
            byte[] array = new byte[length];
            bytes.get(array);
            return array;
        }

        private void need(int count) throws BadRecordException {
            if (bytes.remaining() < count) {
                throw bad("is " + (count - bytes.remaining()) + " bytes short");
            }
        }

        private BadRecordException bad(String what) {
            return new BadRecordException("a record of type " + type + " " + what);
        }
    }
}
