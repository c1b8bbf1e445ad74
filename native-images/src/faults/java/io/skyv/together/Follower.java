package io.skyv.together;

import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Watches as a player does: reloads the playlist, pays for each new part, and begins anew where an epoch does. It believes
 * nothing: parts come in order, and neither the wall clock of parts nor, within an epoch, their decoding times go back.
 */
final class Follower {
    private static final long BOUND_SECONDS = 90;
    private static final long POLL_MILLIS = 150;
    private static final Pattern INDEPENDENT =
            Pattern.compile("#EXT-X-PART:.*URI=\"(\\d+)\\.(\\d+)\\.m4s[^\"]*\",INDEPENDENT=YES");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:.*URI=\"(\\d+)\\.(\\d+)\\.m4s");

    private final PayingViewer viewer;
    private final List<Manifest> seen = new ArrayList<>();
    private final Map<Integer, Long> decodeTimes = new HashMap<>();
    private final Map<Long, String> sizes = new HashMap<>();
    private long nextSequence;
    private int nextPart;

    /** What a test waits for. */
    @FunctionalInterface
    interface Wanted {
        boolean test(Manifest part) throws Exception;
    }

    Follower(PayingViewer viewer) {
        this.viewer = viewer;
    }

    /** Watches until a part comes that is {@code wanted}. */
    Manifest until(Wanted wanted) throws Exception {
        int asked = seen.size();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        String trouble = "";
        while (System.nanoTime() < until) {
            try {
                look();
            } catch (IOException e) {
                trouble = e.toString();
            }
            for (; asked < seen.size(); asked++) {
                if (wanted.test(seen.get(asked))) {
                    return seen.get(asked);
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError("no such part came in " + BOUND_SECONDS + " s; " + seen.size() + " came, the last was "
                + (seen.isEmpty() ? "none" : seen.getLast()) + " " + trouble);
    }

    /** Watches {@code count} more parts. */
    Manifest more(int count) throws Exception {
        int[] left = {count};
        return until(_ -> --left[0] <= 0);
    }

    /** The part seen last. */
    Manifest last() {
        return seen.getLast();
    }

    /** Width and height as the epoch's init segment has them (ISO/IEC 14496-12 §12.1.3). */
    String size(long epoch) throws Exception {
        String known = sizes.get(epoch);
        if (known == null) {
            known = fetchSize(epoch);
            sizes.put(epoch, known);
        }
        return known;
    }

    private String fetchSize(long epoch) throws Exception {
        byte[] init = viewer.get("init-" + epoch + ".mp4").body();
        String text = new String(init, StandardCharsets.ISO_8859_1);
        ByteBuffer entry = ByteBuffer.wrap(init).position(text.indexOf("avc1", text.indexOf("stsd")) + 4);
        return entry.getShort(entry.position() + 24) + "x" + entry.getShort(entry.position() + 26);
    }

    private void look() throws IOException, InterruptedException, MalformedException {
        String playlist = viewer.playlist();
        if (seen.isEmpty()) {
            beginAt(playlist);
        }
        Matcher parts = PART.matcher(playlist);
        while (parts.find()) {
            long sequence = Long.parseLong(parts.group(1));
            int part = Integer.parseInt(parts.group(2));
            if (sequence > nextSequence || (sequence == nextSequence && part >= nextPart)) {
                take(viewer.get(sequence + "." + part + ".m4s"));
                nextSequence = sequence;
                nextPart = part + 1;
            }
        }
    }

    /** With the newest part that a player can begin with. */
    private void beginAt(String playlist) {
        Matcher parts = INDEPENDENT.matcher(playlist);
        while (parts.find()) {
            nextSequence = Long.parseLong(parts.group(1));
            nextPart = Integer.parseInt(parts.group(2));
        }
    }

    private void take(PayingViewer.Fetched fetched) {
        Manifest part = fetched.signed().manifest();
        if (!seen.isEmpty()) {
            Manifest before = seen.getLast();
            if (part.epoch() < before.epoch() || part.startMicros() < before.startMicros() + before.durationMicros()) {
                throw new AssertionError("time goes back: " + before + ", then " + part);
            }
            if (part.epoch() != before.epoch()) {
                decodeTimes.clear();
            }
        }
        seen.add(part);
        checkDecodeTimes(fetched.body(), part);
    }

    /** Of each track: tfhd says which, tfdt when (ISO/IEC 14496-12 §8.8.7, §8.8.12; version 1, as FFmpeg writes it). */
    private void checkDecodeTimes(byte[] fragment, Manifest part) {
        String text = new String(fragment, StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.wrap(fragment);
        int end = text.indexOf("mdat");
        int tracks = 0;
        for (int at = text.indexOf("tfhd"); at >= 0 && at < end; at = text.indexOf("tfhd", at + 4), tracks++) {
            int track = bytes.getInt(at + 8);
            long time = bytes.getLong(text.indexOf("tfdt", at) + 8);
            Long before = decodeTimes.put(track, time);
            if (before != null && time <= before) {
                throw new AssertionError("decoding times go back from " + before + " to " + time + " in " + part);
            }
        }
        if (tracks == 0) {
            throw new AssertionError("no tracks in " + part);
        }
    }
}
