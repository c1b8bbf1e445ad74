package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.skyv.proto.manifest.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cable between a camera and its box is cut for half a minute, without a word, and the camera tries on as cameras do. */
class CameraCutIT {
    private static final long CUT_SECONDS = Long.getLong("skyv.cut.seconds", 30);
    private static final String CAMERA = "camera";

    private Wires wires;
    private Cameras cameras;
    private Tool camera;

    @AfterEach
    void stop() {
        if (camera != null) {
            camera.close();
        }
        if (cameras != null) {
            cameras.close();
        }
        if (wires != null) {
            wires.close();
        }
    }

    @Test
    void shouldWithdrawTheStreamAndGoOnWhenTheCableIsMended() throws Exception {
        Cameras.assumeFfmpeg();
        assumeTrue(Wires.canBeHad(), "skipped: only root can make the network namespaces that this needs");
        String metric = Runbook.of("camera-gone").metric();
        Path film = Ffmpeg.film(Cameras.films().resolve("cut.mp4"), "320x180", 20, "libx264");
        wires = Wires.between(CAMERA);
        String target = "rtmp://" + wires.address(Wires.HERE) + ":" + Network.freePort() + "/live/cam";
        cameras = new Cameras("camera-cut", "listen:" + target);
        camera = startCamera(film, target);
        Follower viewer = cameras.follow();
        Manifest before = viewer.more(5);

        wires.cut(CAMERA, Wires.HERE);
        cameras.metrics().await(metric, live -> live == 0);
        cameras.awaitLive(false);
        TimeUnit.SECONDS.sleep(CUT_SECONDS); // the fault itself takes its time
        wires.mend(CAMERA, Wires.HERE);

        Manifest after = viewer.until(part -> part.epoch() > before.epoch());
        assertTrue(after.independent(), "an epoch begins with a keyframe: " + after);
        viewer.more(5);
        cameras.awaitLive(true);
        cameras.metrics().await(metric, live -> live == 1);
    }

    /** It begins again whenever its push has ended, until it is told to stop. */
    private Tool startCamera(Path film, String target) throws Exception {
        List<String> command = new ArrayList<>(wires.place(CAMERA).command());
        command.addAll(List.of(
                "bash",
                "-c",
                "trap 'kill $!; exit' TERM; while true; do ffmpeg -loglevel error -re -stream_loop -1 -i \"$0\""
                        + " -c copy -f flv \"$1\" & wait $!; sleep 1; done",
                film.toString(),
                target));
        return Tool.start(film.getParent(), command.toArray(String[]::new));
    }
}
