package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.disk.Trees;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.metadata.Delegation;
import io.skyv.ota.metadata.MetaFile;
import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.Signed;
import io.skyv.ota.metadata.Snapshot;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.metadata.Targets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What clients would say to files before they are published: one that knows what is there, and one that knows the first root. */
final class TryOut {
    private static final String URL = "http://try.invalid/";

    private final RepositoryFiles files;
    private final InstantSource clock;

    private TryOut(RepositoryFiles files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    static void check(RepositoryFiles files, Map<String, byte[]> staged, InstantSource clock)
            throws IOException, UpdateException {
        TryOut tryOut = new TryOut(files, clock);
        Path known = Files.createTempDirectory("skyv-try-out");
        try {
            byte[] first = tryOut.first(staged);
            tryOut.refresh(known.resolve("new"), first, staged);
            if (files.metadata("timestamp.json").isPresent()) {
                tryOut.refreshAsItIs(known.resolve("old"), first);
                tryOut.refresh(known.resolve("old"), null, staged);
            }
        } finally {
            Trees.delete(known);
        }
    }

    private byte[] first(Map<String, byte[]> staged) throws IOException, UpdateException {
        Optional<byte[]> published = files.metadata("1.root.json");
        byte[] root = published.isPresent() ? published.get() : staged.get("1.root.json");
        if (root == null) {
            throw new UpdateException(Problem.NOT_THERE, "a new repository needs its first root");
        }
        return root;
    }

    /**
     * As far as it comes. That what is there has expired meanwhile is no reason to publish nothing; nor that whoever published
     * before was stopped between a new root and what its keys sign.
     */
    private void refreshAsItIs(Path directory, byte[] root) throws IOException, UpdateException {
        try {
            TufClient.init(Directory.at(directory), root);
            client(directory, Map.of()).refresh();
        } catch (UpdateException e) {
            if (e.problem() != Problem.EXPIRED && e.problem() != Problem.UNSIGNED) {
                throw e;
            }
        }
    }

    private void refresh(Path directory, byte @org.jspecify.annotations.Nullable [] root, Map<String, byte[]> staged)
            throws IOException, UpdateException {
        if (root != null) {
            TufClient.init(Directory.at(directory), root);
        }
        TufClient.Refreshed repository = client(directory, staged).refresh();
        byte[] snapshot = Directory.at(directory)
                .read("snapshot.json", Limits.DEFAULT.snapshotBytes())
                .orElseThrow();
        Snapshot promised = Signed.read(snapshot, Snapshot::read).role();
        if (promised.files().keySet().stream().noneMatch(file -> staged.containsKey(name(promised, roleOf(file))))) {
            return; // renewed, no more
        }
        for (String file : promised.files().keySet()) {
            String role = roleOf(file);
            String name = name(promised, role);
            byte[] bytes = file(name, staged)
                    .orElseThrow(() -> new UpdateException(Problem.NOT_THERE, "the repository lacks " + name));
            Targets targets = Signed.read(bytes, Targets::read).role();
            for (Delegation delegation : targets.delegations().inOrder()) {
                if (delegation instanceof Delegation.ToRole delegate) {
                    boolean isNew = staged.containsKey(name(promised, delegate.name()));
                    checkDelegate(repository, delegate, isNew);
                }
            }
            if (staged.containsKey(name)) {
                checkFiles(repository, role, targets);
            }
        }
    }

    private static String roleOf(String file) {
        return file.substring(0, file.length() - ".json".length());
    }

    private static String name(Snapshot snapshot, String role) {
        long version = snapshot.of(role).map(MetaFile::version).orElse(0L);
        return version + "." + PercentEncoded.name(role) + ".json";
    }

    /**
     * One that does not hold would end the search of every box that comes by it. That it has expired is for its maker to mend,
     * and keeps nobody else from publishing.
     */
    private static void checkDelegate(TufClient.Refreshed repository, Delegation.ToRole delegate, boolean isNew)
            throws UpdateException {
        try {
            for (String path : delegate.samplePaths()) {
                var _ = repository.find(path);
            }
        } catch (UpdateException e) {
            if (isNew || e.problem() != Problem.EXPIRED) {
                throw e;
            }
        }
    }

    /**
     * Whatever a role newly lists must be found, by that role or by one that comes before it, and be there. Those that are not
     * new may list what nobody looks for any more: a maker whose right was taken back does not sign that.
     */
    private void checkFiles(TufClient.Refreshed repository, String role, Targets targets)
            throws IOException, UpdateException {
        for (TargetFile target : targets.files().values()) {
            if (repository.find(target.path()).isEmpty()) {
                throw new UpdateException(
                        Problem.NO_SUCH_TARGET,
                        role + " lists " + target.path()
                                + ", but it may not speak for that path; nobody would find it");
            }
            if (!files.hasTarget(target)) {
                throw new UpdateException(
                        Problem.NOT_THERE, role + " lists " + target.path() + ", but that file was not added");
            }
        }
    }

    private TufClient client(Path directory, Map<String, byte[]> staged) throws IOException {
        return new TufClient(
                Directory.at(directory),
                List.of(new Mirror(URL, URL)),
                (uri, fromByte) -> open(uri, staged),
                new BoundedBytes(FetchLimits.DEFAULT, System::nanoTime),
                clock,
                Limits.DEFAULT);
    }

    private Transport.Body open(URI uri, Map<String, byte[]> staged) throws UpdateException {
        String name = uri.getRawPath().substring(1);
        byte[] bytes = file(name, staged)
                .orElseThrow(() -> new UpdateException(Problem.NOT_THERE, "the repository lacks " + name));
        return Transport.Body.of(bytes);
    }

    private Optional<byte[]> file(String name, Map<String, byte[]> staged) throws UpdateException {
        byte[] bytes = staged.get(name);
        try {
            return bytes != null ? Optional.of(bytes) : files.metadata(name);
        } catch (IOException e) {
            throw new UpdateException(Problem.DISK, "can't read " + name + ": " + e.getMessage(), e);
        }
    }
}
