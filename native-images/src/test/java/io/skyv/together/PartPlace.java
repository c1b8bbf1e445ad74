package io.skyv.together;

import io.skyv.proto.manifest.Manifest;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Where in a stream: a part of a segment. */
record PartPlace(long sequence, int part) implements Comparable<PartPlace> {
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s");
    private static final Pattern ANY = Pattern.compile("URI=\"(\\d+)\\.(\\d+)\\.m4s");
    private static final Comparator<PartPlace> ORDER =
            Comparator.comparingLong(PartPlace::sequence).thenComparingInt(PartPlace::part);

    static PartPlace of(Manifest manifest) {
        return new PartPlace(manifest.sequence(), manifest.part());
    }

    /** Behind the part that {@code manifest} is of. */
    static PartPlace after(Manifest manifest) {
        return manifest.last()
                ? new PartPlace(manifest.sequence() + 1, 0)
                : new PartPlace(manifest.sequence(), manifest.part() + 1);
    }

    /** The part that a playlist announces as the next one. */
    static Optional<PartPlace> announcedIn(String playlist) {
        return HINT.matcher(playlist).results().map(PartPlace::of).findFirst();
    }

    /** The first part of a playlist, the announced one too, from {@code wanted} on. */
    static Optional<PartPlace> from(PartPlace wanted, String playlist) {
        return ANY.matcher(playlist)
                .results()
                .map(PartPlace::of)
                .filter(place -> place.compareTo(wanted) >= 0)
                .min(ORDER);
    }

    String name() {
        return sequence + "." + part + ".m4s";
    }

    @Override
    public int compareTo(PartPlace other) {
        return ORDER.compare(this, other);
    }

    private static PartPlace of(MatchResult found) {
        return new PartPlace(Long.parseLong(found.group(1)), Integer.parseInt(found.group(2)));
    }
}
