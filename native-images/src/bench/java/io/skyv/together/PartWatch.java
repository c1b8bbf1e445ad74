package io.skyv.together;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks for each part before it exists and pays it ahead, as a player does that wastes no time; notes when each came. */
final class PartWatch {
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s\"");
    private static final Pattern MAP = Pattern.compile("#EXT-X-MAP:URI=\"(init-\\d+\\.mp4)\"");
    private static final long PAID_AHEAD_BYTES = 512 * 1024;

    private final PayingViewer viewer;
    private final List<Arrival> arrivals = new ArrayList<>();
    private long receivedBytes;
    private long epochStartMicros;

    /**
     * @param sinceEpochMicros when its first picture is shown, after the first picture of all
     * @param arrivedMicros when its last byte was here, since 1970
     */
    record Arrival(long sinceEpochMicros, long durationMicros, long arrivedMicros) {}

    PartWatch(PayingViewer viewer) {
        this.viewer = viewer;
    }

    /** Watches for so long; what came, in order. */
    List<Arrival> watch(long seconds) throws IOException, InterruptedException, MalformedException {
        String playlist = new String(
                viewer.box()
                        .send(viewer.path() + "index.m3u8?grant="
                                + viewer.token().token())
                        .body(),
                StandardCharsets.UTF_8);
        epochStartMicros = get(found(MAP, playlist).group(1)).startMicros();
        Matcher hint = found(HINT, playlist);
        long sequence = Long.parseLong(hint.group(1));
        int part = Integer.parseInt(hint.group(2));
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < until) {
            Manifest manifest = get(sequence + "." + part + ".m4s");
            sequence += manifest.last() ? 1 : 0;
            part = manifest.last() ? 0 : part + 1;
        }
        return List.copyOf(arrivals);
    }

    private Manifest get(String name) throws IOException, InterruptedException, MalformedException {
        int due = Math.toIntExact((receivedBytes + PAID_AHEAD_BYTES) / Grant.UNIT_BYTES);
        Rest.Answer answer = viewer.box()
                .send(viewer.path() + name + "?" + viewer.receipt(due).query());
        long arrivedMicros = RtmpPush.nowMicros();
        if (answer.status() != 200) {
            throw new AssertionError(name + " answers " + answer.status() + " " + answer.json());
        }
        receivedBytes += answer.body().length;
        Manifest manifest = SignedManifest.decodeHeader(answer.response()
                        .headers()
                        .firstValue(SignedManifest.HEADER)
                        .orElseThrow())
                .manifest();
        if (manifest.kind() == Manifest.Kind.PART) {
            arrivals.add(
                    new Arrival(manifest.startMicros() - epochStartMicros, manifest.durationMicros(), arrivedMicros));
        }
        return manifest;
    }

    private static Matcher found(Pattern pattern, String playlist) {
        Matcher matcher = pattern.matcher(playlist);
        if (!matcher.find()) {
            throw new AssertionError("there is no " + pattern + " in\n" + playlist);
        }
        return matcher;
    }
}
