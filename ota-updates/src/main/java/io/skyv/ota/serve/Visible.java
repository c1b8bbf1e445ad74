package io.skyv.ota.serve;

import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be seen: the timestamp, all versions of metadata up to those that it leads to, and the targets that they list. A
 * version beyond them has not been checked, and what a cache once keeps for ever must never have been wrong.
 *
 * @param repository where metadata/ and targets/ are
 * @param versions by role, root, timestamp and snapshot too
 * @param expires of the four top roles
 * @param targets by the name under which they are fetched, hash and all
 * @param leftOut what is listed and not shown, and why: a maker's role that has expired, a file that has rotted
 */
public record Visible(
        Path repository,
        Optional<Served.Changing> timestamp,
        Map<String, Long> versions,
        Map<String, Instant> expires,
        Map<String, Served.Lasting> targets,
        List<String> leftOut) {
    private static final Pattern VERSIONED = Pattern.compile("([1-9][0-9]{0,17})\\.(.{1,200})\\.json");
    private static final String METADATA = "metadata/";
    private static final String TARGETS = "targets/";
    private static final String TIMESTAMP_FILE = "timestamp.json";

    public Visible {
        versions = Map.copyOf(versions);
        expires = Map.copyOf(expires);
        targets = Map.copyOf(targets);
        leftOut = List.copyOf(leftOut);
    }

    static Visible nothing(Path repository) {
        return new Visible(repository, Optional.empty(), Map.of(), Map.of(), Map.of(), List.of());
    }

    /**
     * Looks at no disk, so a file of metadata between others may turn out not to be there.
     *
     * @param path as in a URL, decoded: metadata/… or targets/…
     */
    public Optional<? extends Served> find(String path) {
        if (path.startsWith(TARGETS)) {
            return Optional.ofNullable(targets.get(path.substring(TARGETS.length())));
        }
        if (!path.startsWith(METADATA)) {
            return Optional.empty();
        }
        String name = path.substring(METADATA.length());
        return name.equals(TIMESTAMP_FILE) ? timestamp : versioned(name);
    }

    private Optional<Served.Lasting> versioned(String name) {
        Matcher parts = VERSIONED.matcher(name);
        if (!parts.matches() || Long.parseLong(parts.group(1)) > versions.getOrDefault(parts.group(2), 0L)) {
            return Optional.empty();
        }
        String stored = parts.group(1) + "." + PercentEncoded.name(parts.group(2)) + ".json";
        return Optional.of(new Served.Lasting(repository.resolve(METADATA).resolve(stored), stored));
    }

    /** 0 if there is no such role. */
    public long version(String role) {
        return versions.getOrDefault(role, 0L);
    }

    /** Whoever has just read the timestamp before this one still finds what that led to. */
    Visible after(Visible before) {
        Map<String, Served.Lasting> both = new HashMap<>(before.targets);
        both.putAll(targets);
        return new Visible(repository, timestamp, versions, expires, both, leftOut);
    }

    /** The root that clients may know. */
    long rootVersion() {
        return version(Role.ROOT);
    }
}
