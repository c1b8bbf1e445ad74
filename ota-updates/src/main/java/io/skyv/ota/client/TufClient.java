package io.skyv.ota.client;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.metadata.Authority;
import io.skyv.ota.metadata.MetaFile;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * One update from a repository: {@link #refresh()} first, then targets by their paths. For the next update make another.
 * Mirrors are asked in their order; the first whose answer holds is believed, and each is asked once.
 */
public final class TufClient {
    private final Limits limits;
    private final InstantSource clock;
    private final MetadataFiles files;
    private final MetadataSource source;
    private final List<Mirror> mirrors;
    private final Transport transport;
    private final BoundedBytes bytes;

    /** @param metadata where the trusted root lies as root.json, and where the rest will */
    public TufClient(
            Disk metadata,
            List<Mirror> mirrors,
            Transport transport,
            BoundedBytes bytes,
            InstantSource clock,
            Limits limits) {
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("a client needs a mirror to ask");
        }
        this.limits = limits;
        this.clock = clock;
        this.files = new MetadataFiles(metadata);
        this.mirrors = List.copyOf(mirrors);
        this.transport = transport;
        this.bytes = bytes;
        this.source = new MetadataSource(this.mirrors, transport, bytes);
    }

    /**
     * Stores the root that came with the machine. Whoever can write it decides what is installed here, so it must come by
     * a way that is trusted already.
     */
    public static void init(Disk metadata, byte[] root) throws UpdateException {
        new MetadataFiles(metadata).write(Role.ROOT, root);
    }

    /**
     * All top roles to their newest (§5.1 to §5.6.6).
     *
     * @throws UpdateException what was accepted before it stays accepted, and the next refresh goes on from there
     */
    public Refreshed refresh() throws UpdateException {
        TrustedSet trusted = TrustedSet.of(storedRoot(), clock.instant());
        updateRoot(trusted);
        updateTimestamp(trusted);
        updateSnapshot(trusted);
        TargetsSearch search = new TargetsSearch(trusted, files, source, limits);
        Authority top = trusted.root().authority(Role.TARGETS);
        search.load(top);
        return new Refreshed(top, search, trusted.root().consistentSnapshot());
    }

    /** What can be asked after a refresh. */
    public final class Refreshed {
        private final Authority top;
        private final TargetsSearch search;
        private final boolean consistent;

        private Refreshed(Authority top, TargetsSearch search, boolean consistent) {
            this.top = top;
            this.search = search;
            this.consistent = consistent;
        }

        /**
         * The file at the path, by the first role in the order of delegation that knows it (§5.6.7).
         *
         * @throws UpdateException also if a role on the way can't be fetched or verified: what it would have said is unknown
         */
        public Optional<TargetFile> find(String path) throws UpdateException {
            return search.find(top, path);
        }

        /**
         * Fetches it (§5.7), unless it is there.
         *
         * @return its name in the directory
         */
        public String download(TargetFile target, Disk directory) throws UpdateException {
            return new TargetDownload(directory, mirrors, transport, bytes).fetch(target, consistent);
        }
    }

    private byte[] storedRoot() throws UpdateException {
        return files.read(Role.ROOT, limits.rootBytes())
                .orElseThrow(() -> new UpdateException(
                        Problem.DISK, "there is no trusted root here; init with the one that came with the machine"));
    }

    private void updateRoot(TrustedSet trusted) throws UpdateException {
        for (int i = 0; i < limits.maxRoots(); i++) {
            long next = trusted.root().version() + 1;
            boolean found =
                    source.fetchIfThere(Role.ROOT, next, false, limits.rootBytes(), root -> storeRoot(trusted, root));
            if (!found) {
                break;
            }
        }
        trusted.endRoots();
    }

    /** What a rotation takes away goes before the root by which we would know of it next time (§5.3.11). */
    private void storeRoot(TrustedSet trusted, byte[] root) throws UpdateException {
        if (trusted.acceptRoot(root)) {
            files.delete(Role.TIMESTAMP, Role.SNAPSHOT);
        }
        files.write(Role.ROOT, root);
    }

    private void updateTimestamp(TrustedSet trusted) throws UpdateException {
        recall(Role.TIMESTAMP, limits.timestampBytes(), trusted::recallTimestamp);
        source.fetch(Role.TIMESTAMP, 0, false, limits.timestampBytes(), timestamp -> {
            if (trusted.acceptTimestamp(timestamp)) {
                files.write(Role.TIMESTAMP, timestamp);
            }
        });
    }

    private void updateSnapshot(TrustedSet trusted) throws UpdateException {
        MetaFile file = trusted.snapshotFile();
        Optional<byte[]> stored = files.read(Role.SNAPSHOT, limits.snapshotBytes());
        if (stored.isPresent() && isCurrent(trusted, stored.get())) {
            return;
        }
        boolean consistent = trusted.root().consistentSnapshot();
        int maxBytes = MetadataSource.bound(file, limits.snapshotBytes());
        source.fetch(Role.SNAPSHOT, file.version(), consistent, maxBytes, snapshot -> {
            trusted.acceptSnapshot(snapshot);
            files.write(Role.SNAPSHOT, snapshot);
        });
    }

    /** What is stored but does not verify is as good as not there: a key was rotated, or the disk has rotted. */
    private static boolean isCurrent(TrustedSet trusted, byte[] snapshot) throws UpdateException {
        try {
            return trusted.recallSnapshot(snapshot);
        } catch (UpdateException e) {
            if (e.problem() == Problem.EXPIRED) {
                throw e;
            }
            return false;
        }
    }

    private void recall(String role, int maxBytes, MetadataSource.Check recalled) throws UpdateException {
        Optional<byte[]> stored = files.read(role, maxBytes);
        if (stored.isPresent()) {
            try {
                recalled.accept(stored.get());
            } catch (UpdateException ignored) {
                // as in isCurrent
            }
        }
    }
}
