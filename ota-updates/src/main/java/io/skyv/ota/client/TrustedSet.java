package io.skyv.ota.client;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Authority;
import io.skyv.ota.metadata.MetaFile;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.Root;
import io.skyv.ota.metadata.Signed;
import io.skyv.ota.metadata.Snapshot;
import io.skyv.ota.metadata.Targets;
import io.skyv.ota.metadata.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may be believed during one update, and the checks by which more comes to be believed, in TUF's order (§5.3 to §5.6).
 * It knows neither disk nor network. A check that fails changes nothing.
 */
final class TrustedSet {
    private final Instant start;
    private Root root;
    private @Nullable Timestamp timestamp;
    private @Nullable Snapshot snapshot;
    /** The snapshot of an earlier update: only what no newer one may fall behind. */
    private @Nullable Snapshot earlier;

    private TrustedSet(Instant start, Root root) {
        this.start = start;
        this.root = root;
    }

    /**
     * §5.1 and §5.2. That it may have expired does not matter yet.
     *
     * @param start the one time that all of this update goes by
     */
    static TrustedSet of(byte[] trustedRoot, Instant start) throws UpdateException {
        Signed<Root> root = Signed.read(trustedRoot, Root::read);
        root.role().authority(Role.ROOT).check(root);
        return new TrustedSet(start, root.role());
    }

    Root root() {
        return root;
    }

    /**
     * §5.3.4 to §5.3.7.
     *
     * @return whether the timestamp and snapshot that are stored must go (§5.3.11)
     */
    boolean acceptRoot(byte[] bytes) throws UpdateException {
        Signed<Root> next = Signed.read(bytes, Root::read);
        root.authority(Role.ROOT).check(next);
        next.role().authority(Role.ROOT).check(next);
        if (next.role().version() != root.version() + 1) {
            throw new UpdateException(
                    Problem.ROLLBACK,
                    "root " + next.role().version() + " came instead of root " + (root.version() + 1));
        }
        boolean rotated = root.rotatesOnlineKeys(next.role());
        root = next.role();
        return rotated;
    }

    /** §5.3.10 */
    void endRoots() throws UpdateException {
        checkFresh(Role.ROOT, root);
    }

    /** A stored timestamp: whether it has expired does not matter, a newer one may have come. */
    void recallTimestamp(byte[] bytes) throws UpdateException {
        timestamp = verified(bytes, Role.TIMESTAMP, Timestamp::read);
    }

    /**
     * §5.4.2 to §5.4.4.
     *
     * @return false if it is the version that is trusted already: then that one stays
     */
    boolean acceptTimestamp(byte[] bytes) throws UpdateException {
        Timestamp next = verified(bytes, Role.TIMESTAMP, Timestamp::read);
        Timestamp old = timestamp;
        if (old != null) {
            checkNotBehind("timestamp", old.version(), next.version());
            if (next.version() == old.version()) {
                checkFresh(Role.TIMESTAMP, old);
                return false;
            }
            checkNotBehind(
                    "the timestamp's snapshot",
                    old.snapshot().version(),
                    next.snapshot().version());
        }
        checkFresh(Role.TIMESTAMP, next);
        timestamp = next;
        return true;
    }

    /** What the timestamp promises of the snapshot. */
    MetaFile snapshotFile() {
        return required(timestamp).snapshot();
    }

    /**
     * A stored snapshot: no newer one may fall behind it, even if it is not the one to use now.
     *
     * @return is it the one that the timestamp means?
     */
    boolean recallSnapshot(byte[] bytes) throws UpdateException {
        Snapshot stored = verified(bytes, Role.SNAPSHOT, Snapshot::read);
        earlier = stored;
        if (stored.version() != snapshotFile().version() || !fits(snapshotFile(), "snapshot", bytes)) {
            return false;
        }
        checkFresh(Role.SNAPSHOT, stored);
        snapshot = stored;
        return true;
    }

    /** §5.5.2 to §5.5.6 */
    void acceptSnapshot(byte[] bytes) throws UpdateException {
        snapshotFile().check("snapshot", bytes);
        Snapshot next = verified(bytes, Role.SNAPSHOT, Snapshot::read);
        checkVersion("snapshot", snapshotFile(), next);
        if (earlier != null) {
            checkNoFileFellBehind(earlier, next);
        }
        checkFresh(Role.SNAPSHOT, next);
        snapshot = next;
    }

    /** What the snapshot promises of a targets role; the top one is called "targets". */
    MetaFile targetsFile(String role) throws UpdateException {
        return required(snapshot)
                .of(role)
                .orElseThrow(() ->
                        new UpdateException(Problem.MISMATCH, "the snapshot does not list the role \"" + role + "\""));
    }

    /**
     * §5.6.2 to §5.6.5, for the top role and for delegated ones.
     *
     * @param authority the keys by which this role was reached; another way there proves nothing here
     */
    Targets acceptTargets(Authority authority, byte[] bytes) throws UpdateException {
        MetaFile file = targetsFile(authority.role());
        file.check(authority.role(), bytes);
        Signed<Targets> targets = Signed.read(bytes, Targets::read);
        authority.check(targets);
        checkVersion(authority.role(), file, targets.role());
        checkFresh(authority.role(), targets.role());
        return targets.role();
    }

    private <R extends Role> R verified(byte[] bytes, String role, Signed.Reader<R> reader) throws UpdateException {
        Signed<R> metadata = Signed.read(bytes, reader);
        root.authority(role).check(metadata);
        return metadata.role();
    }

    private void checkFresh(String name, Role role) throws UpdateException {
        if (!role.expires().isAfter(start)) {
            throw new UpdateException(
                    Problem.EXPIRED,
                    name + " " + role.version() + " expired at " + role.expires() + ", and it is " + start
                            + ": is this machine's clock right, and has the repository been renewed?");
        }
    }

    private static void checkNoFileFellBehind(Snapshot old, Snapshot next) throws UpdateException {
        for (Map.Entry<String, MetaFile> file : old.files().entrySet()) {
            MetaFile now = next.files().get(file.getKey());
            if (now == null) {
                throw new UpdateException(
                        Problem.ROLLBACK, "snapshot " + next.version() + " lists " + file.getKey() + " no more");
            }
            checkNotBehind(file.getKey(), file.getValue().version(), now.version());
        }
    }

    private static void checkNotBehind(String what, long old, long now) throws UpdateException {
        if (now < old) {
            throw new UpdateException(Problem.ROLLBACK, what + " went back from version " + old + " to version " + now);
        }
    }

    private static void checkVersion(String name, MetaFile file, Role role) throws UpdateException {
        if (role.version() != file.version()) {
            throw new UpdateException(
                    Problem.MISMATCH, name + " is version " + role.version() + " instead of version " + file.version());
        }
    }

    private static boolean fits(MetaFile file, String name, byte[] bytes) {
        try {
            file.check(name, bytes);
            return true;
        } catch (UpdateException e) {
            return false;
        }
    }

    private static <T> T required(@Nullable T metadata) {
        if (metadata == null) {
            throw new IllegalStateException("asked before its turn");
        }
        return metadata;
    }
}
