package io.skyv.box.capture;

import io.skyv.box.capture.CaptureEvent.Brightness;
import io.skyv.box.capture.CaptureEvent.CaptureEnded;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.Interrupted;
import io.skyv.box.capture.CaptureEvent.Log;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes events as the package describes. Safe for several threads; a write blocks until the reader has taken it. */
public final class EventWriter {
    /** Longest payload of a record, in bytes: a part of half a second at 250 Mbit/s. */
    public static final int MAX_PAYLOAD_BYTES = 16 << 20;

    /** Longest text in a record, in characters. */
    public static final int MAX_TEXT_CHARS = 4096;

    static final int MAGIC = 0x534b5643;
    static final int VERSION = 2;
    static final int ENCODING_STARTED = 1;
    static final int PART_ENCODED = 2;
    static final int WAITING = 3;
    static final int LOG = 4;
    static final int CAPTURE_FAILED = 5;
    static final int INTERRUPTED = 6;
    static final int BRIGHTNESS = 7;
    static final double FRAME_RATE_SCALE = 1000;

    private final DataOutputStream out;

    /** Writes the greeting at once. */
    public EventWriter(OutputStream out) throws IOException {
        this.out = new DataOutputStream(out);
        this.out.writeInt(MAGIC);
        this.out.writeByte(VERSION);
        this.out.flush();
    }

    /** @throws IOException when the reader is gone, or the event is larger than a record may be */
    public void write(CaptureEvent event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        DataOutputStream payload = new DataOutputStream(bytes);
        switch (event) {
            case EncodingStarted started -> {
                writeStarted(payload, started);
                writeRecord(ENCODING_STARTED, bytes, new byte[0]);
            }
            case PartEncoded part -> {
                payload.writeLong(part.startMicros());
                payload.writeLong(part.durationMicros());
                payload.writeBoolean(part.independent());
                payload.writeBoolean(part.lastOfSegment());
                payload.writeInt(part.body().length);
                writeRecord(PART_ENCODED, bytes, part.body());
            }
            case Waiting waiting -> {
                writeText(payload, waiting.forWhat());
                writeRecord(WAITING, bytes, new byte[0]);
            }
            case Brightness brightness -> {
                payload.writeByte(brightness.level());
                writeRecord(BRIGHTNESS, bytes, new byte[0]);
            }
            case Log log -> {
                payload.writeByte(log.level().ordinal());
                writeText(payload, log.text());
                writeRecord(LOG, bytes, new byte[0]);
            }
            case Interrupted interrupted -> {
                payload.writeByte(interrupted.cause().ordinal());
                writeText(payload, interrupted.why());
                writeRecord(INTERRUPTED, bytes, new byte[0]);
            }
            case CaptureFailed failed -> {
                payload.writeByte(failed.code().ordinal());
                writeText(payload, failed.reason());
                writeText(payload, failed.remedy());
                writeRecord(CAPTURE_FAILED, bytes, new byte[0]);
            }
            case CaptureEnded ended ->
                throw new IllegalArgumentException("the box says this of the child, not the child: " + ended);
        }
    }

    private static void writeStarted(DataOutputStream payload, EncodingStarted started) throws IOException {
        payload.writeInt(started.initSegment().length);
        payload.write(started.initSegment());
        writeText(payload, started.codecs());
        payload.writeInt(started.widthPx());
        payload.writeInt(started.heightPx());
        payload.writeInt((int) Math.round(started.frameRate() * FRAME_RATE_SCALE));
        payload.writeLong(started.bandwidthBps());
        payload.writeLong(started.longestSegmentMicros());
        payload.writeBoolean(started.copied());
    }

    private static void writeText(DataOutputStream payload, String text) throws IOException {
        String bounded = text.length() <= MAX_TEXT_CHARS ? text : text.substring(0, MAX_TEXT_CHARS - 1) + "…";
        byte[] bytes = bounded.getBytes(StandardCharsets.UTF_8);
        payload.writeInt(bytes.length);
        payload.write(bytes);
    }

    private synchronized void writeRecord(int type, ByteArrayOutputStream head, byte[] tail) throws IOException {
        int length = Math.addExact(head.size(), tail.length);
        if (length > MAX_PAYLOAD_BYTES) {
            throw new IOException("a record of " + length + " bytes is over the bound of " + MAX_PAYLOAD_BYTES);
        }
        out.writeByte(type);
        out.writeInt(length);
        head.writeTo(out);
        out.write(tail);
        out.flush();
    }
}
