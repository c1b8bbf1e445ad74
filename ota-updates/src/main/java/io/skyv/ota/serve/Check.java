package io.skyv.ota.serve;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.metadata.Digests;
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
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository's files as our own client finds them, every role and every target of it. */
final class Check {
    private static final String URL = "http://check.invalid/";
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path repository;
    private final Directory metadata;
    private final InstantSource clock;
    /** Files whose hashes were right, by name; a file by that name never changes. */
    private final Map<String, Served.Lasting> rightTargets = new HashMap<>();

    Check(Path repository, InstantSource clock) throws IOException {
        this.repository = repository;
        this.metadata = Directory.at(repository.resolve("metadata"));
        this.clock = clock;
    }

    /** Metadata by its name in the repository. */
    interface Source {
        Optional<byte[]> read(String name) throws IOException;
    }

    Optional<byte[]> stored(String name) throws IOException {
        return metadata.read(name, Limits.DEFAULT.targetsBytes());
    }

    /** Where a new box begins. */
    void firstRoot(Directory trusted) throws IOException, UpdateException {
        TufClient.init(
                trusted,
                stored("1.root.json")
                        .orElseThrow(
                                () -> new UpdateException(Problem.NOT_THERE, "the repository lacks its first root")));
    }

    TufClient.Refreshed refresh(Directory trusted, Source source) throws UpdateException {
        return new TufClient(
                        trusted,
                        List.of(new Mirror(URL, URL)),
                        (uri, fromByte) -> open(uri, source),
                        new BoundedBytes(FetchLimits.DEFAULT, System::nanoTime),
                        clock,
                        Limits.DEFAULT)
                .refresh();
    }

    /**
     * As a client that knows what is in the directory; it knows more then. What is new must hold as a whole; of what was there
     * before, that has expired or rotted meanwhile, the rest is shown: no maker shall stop all others' updates.
     *
     * @param before what could be seen so far
     */
    Visible all(Directory trusted, Source source, Visible before) throws IOException, UpdateException {
        TufClient.Refreshed client = refresh(trusted, source);
        byte[] timestampFile = file(trusted, Role.TIMESTAMP);
        Timestamp timestamp = Signed.read(timestampFile, Timestamp::read).role();
        Snapshot snapshot =
                Signed.read(file(trusted, Role.SNAPSHOT), Snapshot::read).role();
        Root root = Signed.read(file(trusted, Role.ROOT), Root::read).role();
        Targets top = Signed.read(file(trusted, Role.TARGETS), Targets::read).role();
        if (!root.consistentSnapshot()) {
            throw UpdateException.malformed(
                    "root " + root.version() + " is not for consistent snapshots, and caches want them");
        }
        Map<String, Long> versions = new HashMap<>(Map.of(
                Role.ROOT, root.version(), Role.TIMESTAMP, timestamp.version(), Role.SNAPSHOT, snapshot.version()));
        for (String name : snapshot.files().keySet()) {
            String role = name.substring(0, name.length() - ".json".length());
            versions.put(role, snapshot.of(role).orElseThrow().version());
        }
        CheckedTargets targets = new CheckedTargets(client, this, before, versions);
        for (String name : snapshot.files().keySet().stream().sorted().toList()) {
            String role = name.substring(0, name.length() - ".json".length());
            targets.add(role, () -> read(role, snapshot.of(role).orElseThrow(), source));
        }
        return new Visible(
                repository,
                Optional.of(new Served.Changing(timestampFile, Digests.hex(Digests.SHA256, timestampFile))),
                versions,
                Map.of(
                        Role.ROOT, root.expires(),
                        Role.TIMESTAMP, timestamp.expires(),
                        Role.SNAPSHOT, snapshot.expires(),
                        Role.TARGETS, top.expires()),
                targets.files(),
                targets.leftOut());
    }

    /** @throws UpdateException NOT_THERE or MISMATCH unless it lies there whole */
    Served.Lasting rightTarget(String name, TargetFile target) throws IOException, UpdateException {
        Path root = repository.resolve("targets").normalize();
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            throw new UpdateException(
                    Problem.NOT_THERE, target.path() + " is listed, but targets/" + name + " is not there");
        }
        Served.Lasting known = rightTargets.get(name);
        if (known != null && Files.size(file) == target.lengthBytes()) {
            return known;
        }
        if (Files.size(file) != target.lengthBytes() || !hasItsHashes(file, target)) {
            throw new UpdateException(
                    Problem.MISMATCH,
                    "targets/" + name + " is not the file of " + target.lengthBytes() + " bytes that is listed");
        }
        Served.Lasting right = new Served.Lasting(file, target.hashes().preferredHex());
        if (rightTargets.size() >= 2 * CheckedTargets.MAX_FILES) {
            rightTargets.clear();
        }
        rightTargets.put(name, right);
        return right;
    }

    private static boolean hasItsHashes(Path file, TargetFile target) throws IOException {
        Hashes.Running hashes = target.hashes().start();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                hashes.update(chunk, n);
            }
        }
        return hashes.match();
    }

    private static Targets read(String role, MetaFile promised, Source source) throws IOException, UpdateException {
        String name = promised.version() + "." + PercentEncoded.name(role) + ".json";
        byte[] bytes = source.read(name)
                .orElseThrow(() -> new UpdateException(Problem.NOT_THERE, "the repository lacks " + name));
        promised.check(name, bytes);
        return Signed.read(bytes, Targets::read).role();
    }

    private static byte[] file(Directory trusted, String role) throws IOException {
        return trusted.read(role + ".json", Limits.DEFAULT.snapshotBytes()).orElseThrow();
    }

    private static Transport.Body open(URI uri, Source source) throws UpdateException {
        String name = uri.getRawPath().substring(1);
        try {
            return Transport.Body.of(source.read(name)
                    .orElseThrow(() -> new UpdateException(Problem.NOT_THERE, "the repository lacks " + name)));
        } catch (IOException e) {
            throw new UpdateException(Problem.DISK, "can't read " + name + ": " + e.getMessage(), e);
        }
    }
}
