package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.CaptureFailed;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import io.skyv.box.capture.CaptureSettings;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The child as a process, on sources that need nothing but itself. */
@Timeout(60)
class CaptureChildTest {
    private static final CaptureSettings SMALL = CaptureSettings.DEFAULT.withPicture(320, 180, 30);

    @TempDir
    Path directory;

    @Test
    void shouldMakeRegularPartsOfTheTestPicture() throws Exception {
        List<CaptureEvent> events = read("test", 22);
        EncodingStarted started = RunningChild.epochs(events).getFirst();
        assertEquals(List.of("ftyp", "moov"), Mp4.types(started.initSegment()));
        assertTrue(started.codecs().matches("avc1\\.42c0[0-9a-f]{2},mp4a\\.40\\.2"), started.codecs());
        assertEquals("320x180", started.widthPx() + "x" + started.heightPx());
        assertEquals(30.0, started.frameRate());
        assertEquals(2_000_000, started.longestSegmentMicros());
        assertFalse(started.copied());

        List<PartEncoded> parts = RunningChild.parts(events);
        assertContiguous(parts);
        for (int i = 0; i < parts.size(); i++) {
            PartEncoded part = parts.get(i);
            assertEquals(List.of("moof", "mdat"), Mp4.types(part.body()));
            assertTrue(Math.abs(part.durationMicros() - 200_000) <= 1, part.toString());
            assertEquals(i % 10 == 0, part.independent(), "part " + i);
            assertEquals(i % 10 == 9, part.lastOfSegment(), "part " + i);
            List<Long> times = Mp4.decodeTimes(part.body());
            assertEquals(i * 18_000L, times.getFirst());
            long soundOffMicros = times.getLast() * 1_000_000 / 48_000 - times.getFirst() * 1_000_000 / 90_000;
            assertTrue(Math.abs(soundOffMicros) < 50_000, "sound is off by " + soundOffMicros + " µs in part " + i);
        }
    }

    @Test
    void shouldCopyAndLoopAFileThatPlaysInBrowsers() throws Exception {
        Path file = SampleFile.write(directory.resolve("film.mp4"), 40, 1_000_000, true);
        List<CaptureEvent> events = read(file.toString(), 10);
        EncodingStarted started = RunningChild.epochs(events).getFirst();
        assertTrue(started.copied());
        assertTrue(started.codecs().endsWith(",mp4a.40.2"), started.codecs());
        assertEquals(1, RunningChild.epochs(events).size());
        List<PartEncoded> parts = RunningChild.parts(events);
        assertContiguous(parts);
        assertTrue(parts.stream().mapToLong(PartEncoded::durationMicros).sum() > 1_600_000, "it looped");
        List<byte[]> source = pictures(List.of(Files.readAllBytes(file)));
        List<byte[]> copied = pictures(parts.stream().map(PartEncoded::body).toList());
        for (int i = 0; i < copied.size(); i++) {
            assertTrue(Arrays.equals(source.get(i % source.size()), copied.get(i)), "picture " + i);
        }
    }

    @Test
    void shouldLeaveSoundAloneIfThereIsNone() throws Exception {
        Path file = SampleFile.write(directory.resolve("silent.mp4"), 60, 1_000_000, false);
        List<CaptureEvent> events = read(file.toString(), 3);
        EncodingStarted started = RunningChild.epochs(events).getFirst();
        assertTrue(started.copied());
        assertTrue(started.codecs().matches("avc1\\.[0-9a-f]{6}"), started.codecs());
        assertEquals(1, Mp4.find(started.initSegment(), "moov", "trak").size());
    }

    @Test
    void shouldEncodeAFileWhoseKeyframesAreFarApart() throws Exception {
        Path file = SampleFile.write(directory.resolve("long.mp4"), 130, 5_000_000, true);
        List<CaptureEvent> events = read(file.toString(), 10);
        EncodingStarted started = RunningChild.epochs(events).getFirst();
        assertFalse(started.copied());
        assertEquals(25.0, started.frameRate());
        assertEquals("320x180", started.widthPx() + "x" + started.heightPx());
        List<PartEncoded> parts = RunningChild.parts(events);
        assertContiguous(parts);
        assertTrue(parts.get(9).lastOfSegment());
        assertEquals(
                2_000_000,
                parts.subList(0, 10).stream()
                        .mapToLong(PartEncoded::durationMicros)
                        .sum());
    }

    @Test
    void shouldSayWhatIsWrongAndExitAccordingly() throws Exception {
        try (RunningChild child = new RunningChild(directory.resolve("none.mp4").toString(), SMALL)) {
            List<CaptureEvent> events = child.readUntil(all -> false);
            CaptureFailed failed = assertInstanceOf(CaptureFailed.class, events.getLast());
            assertEquals(Code.NO_SUCH_SOURCE, failed.code());
            assertTrue(failed.reason().contains("none.mp4"), failed.reason());
            assertEquals(Code.NO_SUCH_SOURCE.exitStatus(), child.awaitExit());
        }
    }

    @Test
    void shouldBeatWhileItListensAndRefuseAPortInUse() throws Exception {
        String address;
        try (ServerSocket taken = new ServerSocket(0)) {
            address = "listen:rtmp://127.0.0.1:" + taken.getLocalPort() + "/live";
            try (RunningChild child = new RunningChild("listen:rtmp://0.0.0.0:" + taken.getLocalPort() + "/x", SMALL)) {
                CaptureFailed failed = assertInstanceOf(
                        CaptureFailed.class, child.readUntil(all -> false).getLast());
                assertEquals(Code.ADDRESS_IN_USE, failed.code());
            }
        }
        try (RunningChild child = new RunningChild(address, SMALL)) {
            List<CaptureEvent> events = child.readUntil(all -> all.size() >= 2);
            assertTrue(events.stream().allMatch(Waiting.class::isInstance), events.toString());
        }
    }

    @Test
    void shouldGiveUpAPusherThatComesAndSaysNothing() throws Exception {
        int port = PushGate.innerPort();
        try (RunningChild child = new RunningChild("listen:rtmp://127.0.0.1:" + port + "/live", SMALL)) {
            child.readUntil(all -> all.size() >= 2);
            try (Socket silent = new Socket("127.0.0.1", port)) {
                CaptureFailed failed = assertInstanceOf(
                        CaptureFailed.class,
                        child.readUntil(all -> all.getLast() instanceof CaptureFailed)
                                .getLast());
                assertEquals(Code.CANNOT_CONNECT, failed.code());
                assertEquals(-1, silent.getInputStream().read(), "it is sent away");
            }
            assertInstanceOf(
                    Waiting.class,
                    child.readUntil(all -> all.getLast() instanceof Waiting).getLast());
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFileOfGarbage() throws Exception {
        Path text = Files.writeString(directory.resolve("film.mp4"), "no film, only words\n".repeat(1000));
        byte[] whole = Files.readAllBytes(SampleFile.write(directory.resolve("whole.mp4"), 40, 1_000_000, true));
        Path headless = Files.write(
                directory.resolve("headless.mp4"), Arrays.copyOfRange(whole, whole.length / 2, whole.length));
        for (Path file : List.of(text, headless)) {
            try (RunningChild child = new RunningChild(file.toString(), SMALL)) {
                CaptureFailed failed = assertInstanceOf(
                        CaptureFailed.class, child.readUntil(all -> false).getLast());
                assertEquals(Code.BAD_MEDIA, failed.code(), failed.toString());
                assertEquals(Code.BAD_MEDIA.exitStatus(), child.awaitExit());
            }
        }
    }

    @Test
    void shouldPlayWhatThereIsOfATruncatedFile() throws Exception {
        byte[] whole = Files.readAllBytes(SampleFile.write(directory.resolve("whole.mp4"), 80, 1_000_000, true));
        Path half = Files.write(directory.resolve("half.mp4"), Arrays.copyOf(whole, whole.length * 2 / 3));
        assertContiguous(RunningChild.parts(read(half.toString(), 10)));
    }

    private static List<CaptureEvent> read(String source, int parts) throws Exception {
        try (RunningChild child = new RunningChild(source, SMALL)) {
            List<CaptureEvent> events =
                    child.readUntil(all -> RunningChild.parts(all).size() >= parts);
            assertEquals(parts, RunningChild.parts(events).size(), events.toString());
            return events;
        }
    }

    private static void assertContiguous(List<PartEncoded> parts) {
        for (int i = 1; i < parts.size(); i++) {
            PartEncoded before = parts.get(i - 1);
            assertEquals(
                    before.startMicros() + before.durationMicros(), parts.get(i).startMicros(), "part " + i);
            assertTrue(before.durationMicros() <= 210_000, before.toString());
            assertTrue(before.lastOfSegment() || before.durationMicros() >= 178_500, before.toString());
            assertEquals(before.lastOfSegment(), parts.get(i).independent() && before.lastOfSegment());
        }
    }

    /** The coded pictures in fragments, each with its length before it; sound comes after them in each mdat. */
    private static List<byte[]> pictures(List<byte[]> files) {
        List<byte[]> pictures = new ArrayList<>();
        for (byte[] file : files) {
            List<ByteBuffer> heads = Mp4.find(file, "moof");
            List<ByteBuffer> bodies = Mp4.find(file, "mdat");
            for (int i = 0; i < heads.size(); i++) {
                int count = Mp4.boxes(heads.get(i)).stream()
                        .filter(box -> box.type().equals("traf"))
                        .flatMap(box -> Mp4.boxes(box.content()).stream())
                        .filter(box -> box.type().equals("trun"))
                        .findFirst()
                        .orElseThrow()
                        .content()
                        .getInt(4);
                ByteBuffer body = bodies.get(i).duplicate();
                for (int picture = 0; picture < count; picture++) {
                    byte[] unit = new byte[body.getInt()];
                    body.get(unit);
                    pictures.add(unit);
                }
            }
        }
        return pictures;
    }
}
