package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Hashes;
import io.skyv.ota.metadata.MetaFile;
import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.Root;
import io.skyv.ota.metadata.Signed;
import io.skyv.ota.metadata.Snapshot;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.metadata.Targets;
import io.skyv.ota.metadata.Timestamp;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repository as files that any web server can serve: {@code metadata/N.ROLE.json}, {@code metadata/timestamp.json} and
 * {@code targets/DIR/HASH.NAME}, consistent snapshots (TUF §6.2). Files of targets come first and the timestamp last, so
 * whoever reads meanwhile gets the old or the new. Nothing is published that a client would refuse: one tries it before.
 * One process at a time writes.
 */
public final class RepositoryWriter {
    private static final String TIMESTAMP_FILE = "timestamp.json";
    /** What refers to others after them; a root shortly before the timestamp that its keys sign. */
    private static final Comparator<String> WRITING_ORDER = Comparator.<String, Boolean>comparing(
                    TIMESTAMP_FILE::equals)
            .thenComparing(name -> name.endsWith(".root.json"))
            .thenComparing(name -> name.endsWith(".snapshot.json"))
            .thenComparing(Comparator.naturalOrder());

    private final RepositoryFiles files;
    private final InstantSource clock;
    private final Lifetimes lifetimes;
    private final Map<String, byte[]> staged = new HashMap<>();

    /** How long the roles that are signed here hold. */
    public record Lifetimes(Duration snapshot, Duration timestamp) {
        public static final Lifetimes DEFAULT = new Lifetimes(Duration.ofDays(30), Duration.ofDays(3));
    }

    /** What to renew: a new snapshot has a new timestamp too. */
    public enum Due {
        NOTHING,
        TIMESTAMP,
        SNAPSHOT
    }

    public RepositoryWriter(Path directory, InstantSource clock, Lifetimes lifetimes) throws IOException {
        this(RepositoryFiles.at(directory), clock, lifetimes);
    }

    RepositoryWriter(RepositoryFiles files, InstantSource clock, Lifetimes lifetimes) {
        this.files = files;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    /** The newest published root, or nothing in a new repository. */
    public Optional<byte[]> root() throws IOException {
        return files.newestRoot();
    }

    /** The role's newest version that was published. */
    public Optional<byte[]> targets(String role) throws IOException, UpdateException {
        Optional<Snapshot> snapshot = snapshot();
        if (snapshot.isEmpty() || snapshot.get().of(role).isEmpty()) {
            return Optional.empty();
        }
        return files.metadata(name(role, snapshot.get().of(role).get().version()));
    }

    /** The newest version of every role: root, those that the snapshot lists, snapshot and timestamp. */
    public Map<String, byte[]> published() throws IOException, UpdateException {
        Map<String, byte[]> roles = new LinkedHashMap<>();
        Optional<byte[]> root = root();
        if (root.isPresent()) {
            roles.put(Role.ROOT, root.get());
        }
        Optional<Snapshot> snapshot = snapshot();
        if (snapshot.isEmpty()) {
            return roles;
        }
        for (String file : snapshot.get().files().keySet().stream().sorted().toList()) {
            String role = file.substring(0, file.length() - ".json".length());
            targets(role).ifPresent(bytes -> roles.put(role, bytes));
        }
        files.metadata(name(Role.SNAPSHOT, snapshot.get().version()))
                .ifPresent(bytes -> roles.put(Role.SNAPSHOT, bytes));
        files.metadata(TIMESTAMP_FILE).ifPresent(bytes -> roles.put(Role.TIMESTAMP, bytes));
        return roles;
    }

    /** To be published next, signed by whom it may concern: the root itself, and the root before it. */
    public void stageRoot(byte[] root) throws UpdateException {
        long version = SignedFile.signedPart(root).integer("version");
        staged.put(name(Role.ROOT, version), root.clone());
    }

    /** To be published next. */
    public void stageTargets(String role, byte[] targets) throws UpdateException {
        staged.put(name(role, Signed.read(targets, Targets::read).role().version()), targets.clone());
    }

    /** Copies a file to where clients will look for it; what signs it comes later, so nobody finds it yet. */
    public TargetFile addFile(Path file, String path, Json.Members custom) throws IOException {
        return files.addTarget(file, path, custom);
    }

    /** Where a file is that was added. */
    public Path file(TargetFile target) throws IOException {
        return files.place(target);
    }

    /**
     * Signs a snapshot and a timestamp over what is staged and publishes all of it; with nothing staged, it renews both.
     *
     * @throws UpdateException what a client said to it; then nothing is published, and what was staged is dropped
     */
    public void publish(OnlineKeys online) throws IOException, UpdateException {
        try {
            Optional<Snapshot> before = snapshot();
            Map<String, MetaFile> roles =
                    new HashMap<>(before.map(Snapshot::files).orElse(Map.of()));
            for (Map.Entry<String, byte[]> file : staged.entrySet()) {
                describe(file.getKey(), file.getValue(), roles);
            }
            Root root = rootToBe();
            Instant now = clock.instant();
            long version = before.map(Snapshot::version).orElse(0L) + 1;
            Json.Members snapshot = Drafts.snapshot(version, now.plus(lifetimes.snapshot()), roles);
            byte[] bytes = SignedFile.sign(snapshot, online.forRole(root, Role.SNAPSHOT));
            staged.put(name(Role.SNAPSHOT, version), bytes);
            stageTimestamp(metaFile(version, bytes), online.forRole(root, Role.TIMESTAMP));
            tryAndWrite();
        } finally {
            staged.clear();
        }
    }

    /** The same with a new date, as often as its lifetime asks for; nothing else changes. */
    public void renewTimestamp(OnlineKeys online) throws IOException, UpdateException {
        Timestamp timestamp =
                timestamp().orElseThrow(() -> new UpdateException(Problem.NOT_THERE, "nothing was published here yet"));
        staged.clear();
        try {
            stageTimestamp(timestamp.snapshot(), online.forRole(rootToBe(), Role.TIMESTAMP));
            tryAndWrite();
        } finally {
            staged.clear();
        }
    }

    /** What has to be signed anew soon; {@link Due#NOTHING} while nothing is published. */
    public Due due() throws IOException, UpdateException {
        Optional<Timestamp> timestamp = timestamp();
        Optional<Snapshot> snapshot = snapshot();
        if (timestamp.isEmpty() || snapshot.isEmpty()) {
            return Due.NOTHING;
        }
        if (isOld(snapshot.get().expires(), lifetimes.snapshot())) {
            return Due.SNAPSHOT;
        }
        return isOld(timestamp.get().expires(), lifetimes.timestamp()) ? Due.TIMESTAMP : Due.NOTHING;
    }

    /** A third of its life is over: two thirds are left for whoever has to mend what keeps it from being renewed. */
    private boolean isOld(Instant expires, Duration lifetime) {
        return clock.instant().isAfter(expires.minus(lifetime.dividedBy(3).multipliedBy(2)));
    }

    /** The staged root, else the newest published. */
    private Root rootToBe() throws IOException, UpdateException {
        byte[] newest = null;
        for (Map.Entry<String, byte[]> file : staged.entrySet()) {
            newest = file.getKey().endsWith(".root.json") ? file.getValue() : newest;
        }
        if (newest == null) {
            newest = root().orElseThrow(
                            () -> new UpdateException(Problem.NOT_THERE, "a new repository needs its first root"));
        }
        return Signed.read(newest, Root::read).role();
    }

    private void stageTimestamp(MetaFile snapshot, List<SigningKey> keys) throws IOException, UpdateException {
        long version = timestamp().map(Timestamp::version).orElse(0L) + 1;
        Json.Members timestamp = Drafts.timestamp(version, clock.instant().plus(lifetimes.timestamp()), snapshot);
        staged.put(TIMESTAMP_FILE, SignedFile.sign(timestamp, keys));
    }

    private void tryAndWrite() throws IOException, UpdateException {
        TryOut.check(files, staged, clock);
        for (String name : staged.keySet().stream().sorted(WRITING_ORDER).toList()) {
            files.writeMetadata(name, staged.getOrDefault(name, new byte[0]));
        }
    }

    private static void describe(String name, byte[] bytes, Map<String, MetaFile> roles) throws UpdateException {
        Json.Members signed = SignedFile.signedPart(bytes);
        if (signed.text("_type").equals(Role.TARGETS)) {
            String role = URLDecoder.decode(name.substring(name.indexOf('.') + 1), StandardCharsets.UTF_8);
            roles.put(role, metaFile(signed.integer("version"), bytes));
        }
    }

    private Optional<Timestamp> timestamp() throws IOException, UpdateException {
        Optional<byte[]> bytes = files.metadata(TIMESTAMP_FILE);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(Signed.read(bytes.get(), Timestamp::read).role());
    }

    private Optional<Snapshot> snapshot() throws IOException, UpdateException {
        Optional<Timestamp> timestamp = timestamp();
        if (timestamp.isEmpty()) {
            return Optional.empty();
        }
        String name = name(Role.SNAPSHOT, timestamp.get().snapshot().version());
        byte[] bytes = files.metadata(name)
                .orElseThrow(() -> new UpdateException(Problem.NOT_THERE, "the repository lacks " + name));
        return Optional.of(Signed.read(bytes, Snapshot::read).role());
    }

    private static MetaFile metaFile(long version, byte[] bytes) {
        return new MetaFile(version, OptionalLong.of(bytes.length), Optional.of(Hashes.of(bytes)));
    }

    private static String name(String role, long version) {
        return version + "." + PercentEncoded.name(role) + ".json";
    }
}
