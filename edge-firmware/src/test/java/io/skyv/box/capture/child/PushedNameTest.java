package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Log;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureEvent.Waiting;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The name is the camera's credential: who names another stream is not let in, whatever else it says. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PushedNameTest {
    @TempDir
    static Path directory;

    private static Path film;

    @BeforeAll
    static void make() throws Exception {
        film = SampleFile.write(directory.resolve("film.mp4"), 60, 1_000_000, true);
    }

    /** Real pushes, by the library's own client. */
    @ParameterizedTest
    @CsvSource({
        "flv, rtmp://127.0.0.1:%d/live/k5wvlq, rtmp://127.0.0.1:%d/live/k5wvlr",
        "rtsp, rtsp://127.0.0.1:%d/live/k5wvlq, rtsp://127.0.0.1:%d/live/k5wvl",
        "mpegts, srt://127.0.0.1:%d?passphrase=k5wvlqk5wvlq, srt://127.0.0.1:%d?passphrase=k5wvlqk5wvlr"
    })
    void shouldSendAwayACameraThatNamesAnotherStreamAndTakeTheOneThatDoesNot(
            String format, String rightUrl, String wrongUrl) throws Exception {
        int port = freePort();
        try (ListeningBox box = new ListeningBox("listen:" + String.format(rightUrl, port))) {
            box.await("the beginning", PushedNameTest::isFree);
            box.forget();
            Thread stranger = push(format, String.format(wrongUrl, port));
            if (!format.equals("mpegts")) { // SRT's handshake fails: the library says nothing and waits on
                List<CaptureEvent> heard = box.await("a stranger", PushedNameTest::isFree);
                assertTrue(heard.stream().anyMatch(PushedNameTest::isSentAway), heard::toString);
                assertFalse(heard.stream().anyMatch(PartEncoded.class::isInstance), heard::toString);
                assertFalse(heard.toString().contains("k5wvl"), () -> "the name is told to nobody: " + heard);
            }
            stranger.join();
            box.forget();
            Thread camera = push(format, String.format(rightUrl, port));
            box.await("the camera", PartEncoded.class::isInstance);
            camera.join();
        }
    }

    @Test
    void shouldHearTheNameHoweverItIsCutIntoPieces() {
        byte[] said = publish("k5wvlq");
        for (int first = 1; first < said.length; first++) {
            PushedName name = PushedName.of("rtmp", "/live/k5wvlq");
            assertTrue(name.allows(said, first));
            assertTrue(name.allows(rest(said, first), said.length - first), "cut at " + first);
            assertTrue(name.allows(new byte[PushedName.MAX_BYTES + 1], PushedName.MAX_BYTES + 1), "pictures");
        }
    }

    @Test
    void shouldRefuseAtTheByteThatMakesItAnotherName() {
        byte[] said = publish("k5wvlr");
        PushedName name = PushedName.of("rtmp", "/live/k5wvlq");
        assertTrue(name.allows(said, said.length - 1), "it may be the right one yet");
        assertFalse(name.allows(rest(said, said.length - 1), 1));
    }

    @Test
    void shouldHearTheNameInCommandsBeforeTheOneThatBegins() {
        String release = command("releaseStream", "other");
        assertFalse(allows(PushedName.of("rtmp", "/live/k5wvlq"), release));
        String right = command("FCPublish", "k5wvlq");
        assertFalse(allows(PushedName.of("rtmp", "/live/k5wvlq"), right + command("publish", "other")));
        assertTrue(allows(PushedName.of("rtmp", "/live/k5wvlq"), right + command("publish", "k5wvlq?x=1")));
    }

    @Test
    void shouldRefuseWhoTalksLongWithoutAName() {
        byte[] noise = new byte[PushedName.MAX_BYTES];
        new Random(7).nextBytes(noise);
        assertFalse(PushedName.of("rtmp", "/live/k5wvlq").allows(noise, noise.length));
        assertFalse(PushedName.of("rtsp", "/k5wvlq").allows(noise, noise.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS rtsp://box/live/k5wvlq RTSP/1.0\r\n\r\nANNOUNCE rtsp://box/live/other RTSP/1.0\r\n",
                "OPTIONS rtsp://box/live/other RTSP/1.0\r\n",
                "OPTIONS * RTSP/1.0\r\n\r\nANNOUNCE rtsp://box RTSP/1.0\r\n",
                "ANNOUNCE rtsp://box/k5wvlq/ RTSP/1.0\r\n",
                "ANNOUNCE rtsp://box/live?k5wvlq RTSP/1.0\r\n",
                "ANNOUNCE rtsp://box/live/K5WVLQ RTSP/1.0\r\n",
            })
    void shouldCompareWhatRtspAnnouncesToTheLetter(String said) {
        assertFalse(allows(PushedName.of("rtsp", "/live/k5wvlq"), said));
    }

    @Test
    void shouldTakeWhatIsNamedInEachWay() {
        assertTrue(allows(
                PushedName.of("rtsp", "/a/k5wvlq"),
                "OPTIONS rtsp://box RTSP/1.0\r\n\r\nANNOUNCE rtsp://box:554/b/k5wvlq RTSP/1.0\r\n"));
        assertTrue(allows(PushedName.of("http", "/k5wvlq"), "POST /k5wvlq?x=1 HTTP/1.1\r\n"));
        assertFalse(allows(PushedName.of("http", "/k5wvlq"), "POST / HTTP/1.1\r\n"));
        assertTrue(allows(PushedName.of("rtmp", ""), "anything"), "no name is wanted");
    }

    @Test
    void shouldRefuseANameThatCannotBeCompared() {
        Address address = new Address("rtmp://127.0.0.1:1935/live/" + "x".repeat(PushedName.MAX_LENGTH + 1));
        CaptureException e = assertThrows(CaptureException.class, address::pushedName);
        assertEquals(Code.BAD_ARGUMENTS, e.code());
    }

    @Test
    void shouldShowADoorWithoutItsName() {
        assertEquals("rtmp://box:1935/live/…", new Address("rtmp://box:1935/live/k5wvlq").shownDoor());
        assertEquals("rtmp://box:1935", new Address("rtmp://box:1935").shownDoor());
        assertEquals("srt://box:9000", new Address("srt://box:9000?passphrase=k5wvlqk5wvlq").shownDoor());
    }

    private static boolean allows(PushedName name, String said) {
        byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
        return name.allows(bytes, bytes.length);
    }

    /** RTMP's handshake, noise here, and the command as AMF0. */
    private static byte[] publish(String name) {
        byte[] handshake = new byte[3073];
        new Random(8).nextBytes(handshake);
        return (new String(handshake, StandardCharsets.ISO_8859_1) + command("publish", name))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String command(String command, String name) {
        return "\u0002\u0000" + (char) command.length() + command
                + "\u0000@\u0014\u0000\u0000\u0000\u0000\u0000\u0000\u0005\u0002\u0000" + (char) name.length() + name;
    }

    private static byte[] rest(byte[] bytes, int from) {
        return java.util.Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static Thread push(String format, String url) {
        return Thread.ofPlatform().daemon().start(() -> FilmPush.push(film, format, url));
    }

    private static boolean isFree(CaptureEvent event) {
        return event instanceof Waiting waiting && waiting.forWhat().startsWith("a push to");
    }

    private static boolean isSentAway(CaptureEvent event) {
        return event instanceof Log log && log.text().contains("it names another stream");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
