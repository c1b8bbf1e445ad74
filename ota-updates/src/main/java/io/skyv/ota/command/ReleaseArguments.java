package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.release.ReleaseManifest;
import io.skyv.ota.release.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** {@code release add} of a whole release, from words. */
final class ReleaseArguments {
    private static final int DELTAS = 3;
    /** Exact in every JSON reader (RFC 8259 §6). */
    private static final long MAX_COUNTER = (1L << 53) - 1;

    private static final int MAX_NOTES_BYTES = 4 * ReleaseManifest.MAX_NOTES_CHARS;

    private ReleaseArguments() {}

    static WholeRelease.Asked read(Arguments arguments, Path base) throws IOException, UpdateException {
        Optional<String> minimum = arguments.optional("--minimum");
        Optional<String> counter = arguments.optional("--counter");
        int deltas = arguments.optional("--deltas").isPresent()
                ? (int) arguments.number("--deltas", 0, ReleaseManifest.MAX_DELTAS)
                : DELTAS;
        return new WholeRelease.Asked(
                base.resolve(arguments.word(2)),
                directory(arguments.word(3)),
                Version.parse(arguments.one("--version")),
                counter.isPresent()
                        ? OptionalLong.of(arguments.number("--counter", 1, MAX_COUNTER))
                        : OptionalLong.empty(),
                Version.parse(minimum.orElse("0.0.0")),
                Set.copyOf(arguments.all("--profiles")),
                pairs(arguments, "--components"),
                base.resolve(arguments.one("--sbom")),
                notes(pairs(arguments, "--notes"), base),
                deltas);
    }

    private static String directory(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static Map<String, String> pairs(Arguments arguments, String option) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : arguments.all(option)) {
            int at = pair.indexOf('=');
            if (at < 1 || pairs.put(pair.substring(0, at), pair.substring(at + 1)) != null) {
                throw new IllegalArgumentException(option + " takes NAME=VALUE, each name once, not " + pair);
            }
        }
        return pairs;
    }

    private static Map<String, String> notes(Map<String, String> files, Path base) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        for (Map.Entry<String, String> note : files.entrySet()) {
            Path file = base.resolve(note.getValue());
            if (Files.size(file) > MAX_NOTES_BYTES) {
                throw new IOException(
                        file + " is too long for notes: at most " + ReleaseManifest.MAX_NOTES_CHARS + " characters");
            }
            notes.put(note.getKey(), Files.readString(file).strip());
        }
        return notes;
    }
}
