package io.skyv.box.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps what repeats out of the log. A line is let through once; those that differ from it in figures only are counted,
 * and after a while one line says how many they were. While they go on, the whiles become longer.
 */
final class LineLimit {
    static final Duration FIRST_WINDOW = Duration.ofMinutes(1);
    static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    /** Kinds of lines known at once; when there are more, the new ones are only counted. */
    static final int MAX_KINDS = 40;

    private static final Pattern FIGURES = Pattern.compile("0x[0-9a-fA-F]+|[0-9]+");

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Kind others = new Kind();

    private static final class Kind {
        private long windowNanos = FIRST_WINDOW.toNanos();
        private long sinceNanos;
        private long held;
        private String last = "";

        private void hold(String line) {
            held++;
            last = line;
        }

        private boolean isOver(long nowNanos) {
            return nowNanos - sinceNanos >= windowNanos;
        }

        private String summary() {
            return last + " (the last of " + held + " lines like it in " + Duration.ofNanos(windowNanos) + ")";
        }

        private void nextWindow(long nowNanos) {
            sinceNanos = nowNanos;
            held = 0;
            windowNanos = Math.min(2 * windowNanos, LONGEST_WINDOW.toNanos());
        }
    }

    /** The line, unless there was one like it a short while ago. */
    synchronized Optional<String> admit(String line, long nowNanos) {
        String key = FIGURES.matcher(line).replaceAll("#");
        Kind kind = kinds.get(key);
        if (kind != null) {
            kind.hold(line);
            return Optional.empty();
        }
        if (kinds.size() >= MAX_KINDS) {
            if (others.held == 0) {
                others.sinceNanos = nowNanos;
            }
            others.hold(line);
            return Optional.empty();
        }
        Kind fresh = new Kind();
        fresh.sinceNanos = nowNanos;
        kinds.put(key, fresh);
        return Optional.of(line);
    }

    /** What is to be said of the lines that were held back; to be asked for each second or so. */
    synchronized List<String> due(long nowNanos) {
        List<String> summaries = new ArrayList<>();
        kinds.values().removeIf(kind -> kind.held == 0 && kind.isOver(nowNanos));
        for (Kind kind : kinds.values()) {
            if (kind.isOver(nowNanos)) {
                summaries.add(kind.summary());
                kind.nextWindow(nowNanos);
            }
        }
        if (others.held > 0 && others.isOver(nowNanos)) {
            summaries.add(others.held + " lines of other kinds were left out; the last: " + others.last);
            others.nextWindow(nowNanos);
        }
        return summaries;
    }
}
