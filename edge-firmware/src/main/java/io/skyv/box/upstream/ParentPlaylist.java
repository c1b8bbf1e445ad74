package io.skyv.box.upstream;

import io.skyv.box.store.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a relay needs of its parent's media playlist.
 *
 * @param first sequence number of the oldest segment listed
 * @param begun segments listed from their first part on, in order
 * @param hint where the next part will be
 */
record ParentPlaylist(long first, List<Long> begun, Position hint) {
    private static final Pattern FIRST = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:(\\d{1,18})");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:.*URI=\"(\\d{1,18})\\.0\\.m4s\".*");
    private static final Pattern HINT =
            Pattern.compile("#EXT-X-PRELOAD-HINT:.*URI=\"(\\d{1,18})\\.(\\d{1,6})\\.m4s\".*");

    /** Empty if it is no low-latency media playlist, or one without parts. */
    static Optional<ParentPlaylist> parse(String text) {
        Optional<Long> first = Optional.empty();
        Optional<Position> hint = Optional.empty();
        List<Long> begun = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher firstLine = FIRST.matcher(line);
            Matcher partLine = PART.matcher(line);
            Matcher hintLine = HINT.matcher(line);
            if (firstLine.matches()) {
                first = Optional.of(Long.parseLong(firstLine.group(1)));
            } else if (partLine.matches()) {
                begun.add(Long.parseLong(partLine.group(1)));
            } else if (hintLine.matches()) {
                hint = Optional.of(
                        new Position(Long.parseLong(hintLine.group(1)), Integer.parseInt(hintLine.group(2))));
            }
        }
        return first.isPresent() && hint.isPresent() && !begun.isEmpty()
                ? Optional.of(new ParentPlaylist(first.get(), List.copyOf(begun), hint.get()))
                : Optional.empty();
    }

    /** The first part of the newest whole segment, so that viewers can begin at once; of the growing one if it is alone. */
    Position start() {
        long sequence = begun.stream()
                .filter(listed -> listed < hint.sequence())
                .max(Long::compare)
                .orElse(begun.getLast());
        return new Position(sequence, 0);
    }

    /** Whether the part at {@code position} is here, or comes next. */
    boolean has(Position position) {
        return position.sequence() >= first && !isAhead(position);
    }

    /** Whether {@code position} is beyond what comes next here. */
    boolean isAhead(Position position) {
        return position.sequence() > hint.sequence()
                || (position.sequence() == hint.sequence() && position.part() > hint.part());
    }
}
