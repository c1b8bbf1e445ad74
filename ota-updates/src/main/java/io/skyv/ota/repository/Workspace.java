package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.Role;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where releases are made: {@code repository} is what was published, {@code drafts} what people still sign. A draft is a file that
 * may be carried to where a key is, signed there and carried back.
 */
public final class Workspace {
    static final Duration ROOT_LIFETIME = Duration.ofDays(365);
    static final Duration TARGETS_LIFETIME = Duration.ofDays(180);

    private static final int MAX_DRAFT_BYTES = 5_000_000;
    private static final String SUFFIX = ".json";

    /** Not a draft: asks whoever has the online keys to publish. */
    private static final String REQUEST = "publish";

    private static final String REFUSAL = "refused";
    private static final int MAX_REFUSAL_BYTES = 10_000;

    private final Path directory;
    private final Disk drafts;
    private final RepositoryWriter repository;
    private final InstantSource clock;

    Workspace(Path directory, Disk drafts, RepositoryWriter repository, InstantSource clock) {
        this.directory = directory;
        this.drafts = drafts;
        this.repository = repository;
        this.clock = clock;
    }

    public static Workspace at(Path directory, InstantSource clock) throws IOException {
        return new Workspace(
                directory,
                Directory.at(directory.resolve("drafts")),
                new RepositoryWriter(directory.resolve("repository"), clock, RepositoryWriter.Lifetimes.DEFAULT),
                clock);
    }

    /** Is something there that people work on, or a draft that was carried there? */
    public static boolean isAt(Path directory) {
        return Files.isDirectory(directory.resolve("drafts")) || Files.isDirectory(directory.resolve("repository"));
    }

    public RepositoryWriter repository() {
        return repository;
    }

    /**
     * Drafts the first root and empty targets.
     *
     * @param online signs snapshot and timestamp
     * @throws UpdateException MALFORMED if so many root keys can't be, or the online key would sign what people do
     */
    public void begin(List<Json.Members> rootKeys, int threshold, List<Json.Members> targetsKeys, Json.Members online)
            throws IOException, UpdateException {
        if (rootKeys.contains(online) || targetsKeys.contains(online)) {
            throw UpdateException.malformed(
                    "the online key lies where the control plane is, so it is no key of root or targets too");
        }
        RootDraft root = RootDraft.first(in(ROOT_LIFETIME));
        for (Json.Members key : rootKeys) {
            root = root.allow(Role.ROOT, key);
        }
        for (Json.Members key : targetsKeys) {
            root = root.allow(Role.TARGETS, key);
        }
        put(
                Role.ROOT,
                root.threshold(Role.ROOT, threshold)
                        .allow(Role.SNAPSHOT, online)
                        .allow(Role.TIMESTAMP, online)
                        .signed());
        put(Role.TARGETS, TargetsDraft.first(in(TARGETS_LIFETIME)).signed());
    }

    /** The draft there is, else one that follows what is published. */
    public RootDraft root() throws IOException, UpdateException {
        Optional<byte[]> draft = draft(Role.ROOT);
        if (draft.isPresent()) {
            return new RootDraft(SignedFile.signedPart(draft.get()));
        }
        Optional<byte[]> published = repository.root();
        return published.isEmpty()
                ? RootDraft.first(in(ROOT_LIFETIME))
                : new RootDraft(SignedFile.signedPart(published.get())).next(in(ROOT_LIFETIME));
    }

    /** As {@link #root()}. */
    public TargetsDraft targets(String role) throws IOException, UpdateException {
        Optional<byte[]> draft = draft(role);
        if (draft.isPresent()) {
            return new TargetsDraft(SignedFile.signedPart(draft.get()));
        }
        Optional<byte[]> published = repository.targets(role);
        return published.isEmpty()
                ? TargetsDraft.first(in(TARGETS_LIFETIME))
                : new TargetsDraft(SignedFile.signedPart(published.get())).next(in(TARGETS_LIFETIME));
    }

    /** Whatever signatures it had are gone: they were for something else. */
    public void put(String role, Json.Members signed) throws IOException {
        drafts.replace(file(role), SignedFile.unsigned(signed));
    }

    /** @return how many have signed now */
    public int sign(String role, SigningKey key) throws IOException, UpdateException {
        byte[] signed = SignedFile.sign(toSign(role), key);
        drafts.replace(file(role), signed);
        return SignedFile.signers(signed).size();
    }

    /** Who asks for signatures under the draft; nobody if that can't be told where it was carried to alone. */
    public List<Demand> demands(String role) throws IOException, UpdateException {
        byte[] draft = toSign(role);
        if (role.equals(Role.ROOT)) {
            return Demand.ofRoot(draft, repository.root());
        }
        Optional<byte[]> root = current(Role.ROOT);
        Optional<byte[]> top = current(Role.TARGETS);
        return role.equals(Role.TARGETS) ? Demand.ofTargets(draft, root) : Demand.ofDelegate(role, draft, top);
    }

    private byte[] toSign(String role) throws IOException, UpdateException {
        return draft(role)
                .orElseThrow(
                        () -> new IOException("there is no draft of " + role + " to sign; release show lists them"));
    }

    /** As it will be: the draft, else what is published. */
    private Optional<byte[]> current(String role) throws IOException, UpdateException {
        Optional<byte[]> draft = draft(role);
        return draft.isPresent() ? draft : published(role);
    }

    private Optional<byte[]> published(String role) throws IOException, UpdateException {
        return role.equals(Role.ROOT) ? repository.root() : repository.targets(role);
    }

    /** One that has been published is none any more: somebody was stopped before it was deleted. */
    public Optional<byte[]> draft(String role) throws IOException, UpdateException {
        Optional<byte[]> draft = drafts.read(file(role), MAX_DRAFT_BYTES);
        if (draft.isEmpty()) {
            return draft;
        }
        Optional<byte[]> published = published(role);
        return published.isPresent() && Arrays.equals(draft.get(), published.get()) ? Optional.empty() : draft;
    }

    public List<String> draftedRoles() throws IOException, UpdateException {
        List<String> roles = new ArrayList<>();
        for (String name : draftFiles()) {
            String role = URLDecoder.decode(name.substring(0, name.length() - SUFFIX.length()), StandardCharsets.UTF_8);
            if (draft(role).isPresent()) {
                roles.add(role);
            }
        }
        return roles;
    }

    private List<String> draftFiles() throws IOException {
        return drafts.names().stream()
                .filter(name -> name.endsWith(SUFFIX))
                .sorted()
                .toList();
    }

    /**
     * All drafts, under a snapshot and timestamp of online keys; then there are none any more.
     *
     * @throws UpdateException what a client said to it; the drafts stay
     */
    public void publish(OnlineKeys online) throws IOException, UpdateException {
        try (Directory.Lock alone = lock()) {
            List<String> files = draftFiles();
            for (String role : draftedRoles()) {
                byte[] draft = draft(role).orElseThrow();
                if (role.equals(Role.ROOT)) {
                    repository.stageRoot(draft);
                } else {
                    repository.stageTargets(role, draft);
                }
            }
            repository.publish(online);
            for (String file : files) {
                drafts.delete(file);
            }
            drafts.delete(REFUSAL);
            drafts.force();
        }
    }

    /** The snapshot and the timestamp, or the timestamp alone, with a new date. */
    public void renew(OnlineKeys online, boolean snapshotToo) throws IOException, UpdateException {
        try (Directory.Lock alone = lock()) {
            if (snapshotToo) {
                repository.publish(online);
            } else {
                repository.renewTimestamp(online);
            }
        }
    }

    /** Asks the control plane that keeps this directory to publish the drafts. */
    public void askToPublish() throws IOException {
        drafts.delete(REFUSAL);
        drafts.replace(REQUEST, new byte[0]);
    }

    public boolean isAskedToPublish() throws IOException {
        return drafts.sizeBytes(REQUEST).isPresent();
    }

    /** The request is answered; the drafts stay for whoever mends them. */
    public void refuse(String why) throws IOException {
        drafts.replace(REFUSAL, why.getBytes(StandardCharsets.UTF_8));
        dropRequest();
    }

    public void dropRequest() throws IOException {
        drafts.delete(REQUEST);
        drafts.force();
    }

    /** Why what was last asked for was not published. */
    public Optional<String> refusal() throws IOException {
        return drafts.read(REFUSAL, MAX_REFUSAL_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** Whoever writes the repository does so alone. */
    private Directory.Lock lock() throws IOException {
        return Directory.at(directory).lock();
    }

    private Instant in(Duration lifetime) {
        return clock.instant().plus(lifetime);
    }

    private static String file(String role) {
        return PercentEncoded.name(role) + SUFFIX;
    }
}
