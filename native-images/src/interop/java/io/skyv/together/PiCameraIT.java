package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The camera that a Raspberry Pi 5's profile lists, from {@code rpicam-vid} to the ledger. The program is a fake that speaks the
 * same pipe: it takes the options that rpicam-apps 1.6 has and refuses others, and writes ffmpeg's transport stream at the
 * camera's pace.
 */
class PiCameraIT {
    private static final int PARTS = 10;
    private static final String PROGRAM = """
        #!/bin/sh
        while [ $# -gt 0 ]; do
          case $1 in
            --nopreview | --inline | --low-latency) shift 1; continue ;;
            --width) width=$2 ;;
            --height) height=$2 ;;
            --framerate) rate=$2 ;;
            --bitrate) bits=$2 ;;
            --intra) group=$2 ;;
            --verbose | --timeout | --camera | --codec | --libav-format | --output) ;;
            *) echo "ERROR: *** unrecognised option '$1' ***" >&2; exit 255 ;;
          esac
          shift 2
        done
        exec ffmpeg -nostdin -loglevel error -re -f lavfi -i "testsrc2=size=${width}x$height:rate=$rate" -pix_fmt yuv420p \\
          -c:v libx264 -preset ultrafast -tune zerolatency -g "$group" -b:v "$bits" -f mpegts -
        """;

    private final Network network = new Network("pi-camera");
    private final Rest control = new Rest(network.control());
    private Path programs = Path.of("programs");

    @BeforeEach
    void install() throws IOException {
        programs = Files.createDirectories(network.directory().resolve("programs"));
        Path program = Files.writeString(programs.resolve("rpicam-vid"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void shouldCarryItInAPaidStreamAndStartTheProgramAgainWhenItEnds() throws Exception {
        network.startControl();
        network.maker("source", "broadcaster");
        Network.Box box = network.startBox(
                "source",
                Map.of(
                        "PATH",
                        programs + ":" + System.getenv("PATH"),
                        "SKYV_CAMERA",
                        "board",
                        "SKYV_BOARD_PROFILE",
                        "raspberry-pi-5",
                        "SKYV_BOARD_WATCHDOG",
                        "false", // this machine's, if it has one
                        "SKYV_ENCODING_WIDTH",
                        "640",
                        "SKYV_ENCODING_HEIGHT",
                        "360",
                        "SKYV_ENCODING_BITRATE",
                        "800000"));
        network.awaitOnline(1);
        JsonNode stream = control.await(
                        "/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0");
        assertEquals(640, stream.at("/renditions/0/widthPx").asInt());
        String id = stream.get("id").asText();
        watchAndBook(id);
        ProcessHandle first = program(box).getFirst();
        first.destroyForcibly();
        first.onExit().get(20, TimeUnit.SECONDS);
        watchAndBook(id);
        ProcessHandle second = program(box).getFirst();
        assertTrue(
                box.program().output().contains("rpicam-vid ended its stream"),
                box.program().tail());
        box.program().close();
        second.onExit().get(20, TimeUnit.SECONDS);
        assertFalse(second.isAlive(), "it ends with the box");
    }

    private void watchAndBook(String stream) throws Exception {
        PayingViewer viewer = PayingViewer.of(new Rest(network.control()), stream);
        viewer.watch(PARTS);
        control.await(
                "/v1/grants/" + viewer.grant().id(),
                json -> json.get("settledBytes").asLong() == viewer.paidBytes());
    }

    /** The fake has become ffmpeg. */
    private static List<ProcessHandle> program(Network.Box box) {
        return box.program().descendants().stream()
                .filter(process -> process.info().command().orElse("").endsWith("/ffmpeg"))
                .toList();
    }
}
