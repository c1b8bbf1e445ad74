package io.skyv.box.relay;

import io.skyv.box.store.Position;
import io.skyv.box.store.RingView;
import io.skyv.box.store.Segment;
import io.skyv.box.store.StoredPiece;
import io.skyv.proto.manifest.Manifest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The media playlist of a live rendition (RFC 8216bis §4.4): the newest segments, the parts of the last few, and a hint
 * at the part that comes next.
 */
final class MediaPlaylist {
    /** Segments that are listed; older ones stay fetchable while the ring has them. */
    static final int LISTED_SEGMENTS = 8;

    /** RFC 8216bis §4.4.4.9: parts may go once they are three target durations from the end. */
    static final int SEGMENTS_WITH_PARTS = 4;

    /** PART-TARGET comes in these steps, so that parts that differ by a tick do not change it from reload to reload. */
    static final long PART_TARGET_STEP_MICROS = 10_000;

    /** A source that counts in milliseconds has parts that differ by this much. */
    private static final long JITTER_MICROS = 1_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RingView view;
    private final String uriSuffix;
    private final StringBuilder out = new StringBuilder(4096);

    private MediaPlaylist(RingView view, String uriSuffix) {
        this.view = view;
        this.uriSuffix = uriSuffix;
    }

    /**
     * @param view not empty
     * @param uriSuffix added to each URI, as in {@code ?g=…}
     */
    static String of(RingView view, String uriSuffix) {
        return new MediaPlaylist(view, uriSuffix).write();
    }

    private String write() {
        List<Segment> all = view.segments();
        List<Segment> listed = all.subList(Math.max(0, all.size() - LISTED_SEGMENTS), all.size());
        head(listed);
        long epoch = listed.getFirst().epoch();
        line("#EXT-X-MAP:URI=\"init-" + epoch + ".mp4" + uriSuffix + "\"");
        for (int i = 0; i < listed.size(); i++) {
            Segment segment = listed.get(i);
            if (segment.epoch() != epoch) {
                epoch = segment.epoch();
                line("#EXT-X-DISCONTINUITY");
                line("#EXT-X-MAP:URI=\"init-" + epoch + ".mp4" + uriSuffix + "\"");
            }
            segment(segment, i >= listed.size() - SEGMENTS_WITH_PARTS);
        }
        Position next = view.next();
        line("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + next.sequence() + "." + next.part() + ".m4s" + uriSuffix + "\"");
        return out.toString();
    }

    private void head(List<Segment> listed) {
        long partTarget = partTargetMicros();
        line("#EXTM3U");
        line("#EXT-X-VERSION:9");
        line("#EXT-X-TARGETDURATION:" + targetSeconds(listed));
        line("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=" + seconds(3 * partTarget));
        line("#EXT-X-PART-INF:PART-TARGET=" + seconds(partTarget));
        line("#EXT-X-MEDIA-SEQUENCE:" + listed.getFirst().sequence());
        line("#EXT-X-DISCONTINUITY-SEQUENCE:" + listed.getFirst().epoch());
    }

    private void segment(Segment segment, boolean withParts) {
        Instant start = Instant.EPOCH.plus(segment.startMicros(), ChronoUnit.MICROS);
        line("#EXT-X-PROGRAM-DATE-TIME:" + TIME.format(start));
        if (withParts) {
            segment.parts().forEach(this::part);
        }
        if (segment.ended().isPresent()) {
            line("#EXTINF:" + seconds(segment.durationMicros()) + ",");
            line(segment.sequence() + ".m4s" + uriSuffix);
        }
    }

    private void part(StoredPiece part) {
        Manifest manifest = part.manifest();
        line("#EXT-X-PART:DURATION=" + seconds(manifest.durationMicros()) + ",URI=\"" + manifest.sequence() + "."
                + manifest.part() + ".m4s" + uriSuffix + "\"" + (manifest.independent() ? ",INDEPENDENT=YES" : ""));
    }

    /** The longest that any part in the ring is, rounded up. */
    private long partTargetMicros() {
        long longest = view.segments().stream()
                .flatMap(segment -> segment.parts().stream())
                .mapToLong(part -> part.manifest().durationMicros())
                .max()
                .orElse(0);
        return Math.ceilDiv(longest + JITTER_MICROS, PART_TARGET_STEP_MICROS) * PART_TARGET_STEP_MICROS;
    }

    /** What the init segments promise, so that it does not change while they last. */
    private long targetSeconds(List<Segment> listed) {
        long promised = listed.stream()
                .mapToLong(segment -> {
                    StoredPiece init = view.inits().get(segment.epoch());
                    return init == null ? 0 : init.manifest().durationMicros();
                })
                .max()
                .orElse(0);
        long longest = listed.stream().mapToLong(Segment::durationMicros).max().orElse(0);
        return Math.max(1, Math.round(Math.max(promised, longest) / 1e6));
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%d.%05d", micros / 1_000_000, micros % 1_000_000 / 10);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
