package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.RepositoryWriter;
import io.skyv.ota.repository.RootDraft;
import io.skyv.ota.repository.SignedFile;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.TargetsDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where releases are made: {@code repository} is what was published, {@code drafts} what people still sign. A draft is a file that
 * may be carried to where a key is, signed there and carried back.
 */
final class Workspace {
    static final Duration ROOT_LIFETIME = Duration.ofDays(365);
    static final Duration TARGETS_LIFETIME = Duration.ofDays(180);

    private static final int MAX_DRAFT_BYTES = 5_000_000;
    private static final String SUFFIX = ".json";

    private final Directory drafts;
    private final RepositoryWriter repository;
    private final InstantSource clock;

    private Workspace(Directory drafts, RepositoryWriter repository, InstantSource clock) {
        this.drafts = drafts;
        this.repository = repository;
        this.clock = clock;
    }

    static Workspace at(Path directory, InstantSource clock) throws IOException {
        return new Workspace(
                Directory.at(directory.resolve("drafts")),
                new RepositoryWriter(directory.resolve("repository"), clock, RepositoryWriter.Lifetimes.DEFAULT),
                clock);
    }

    RepositoryWriter repository() {
        return repository;
    }

    /** The draft there is, else one that follows what is published. */
    RootDraft root() throws IOException, UpdateException {
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
    TargetsDraft targets(String role) throws IOException, UpdateException {
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
    void put(String role, Json.Members signed) throws IOException {
        drafts.replace(file(role), SignedFile.unsigned(signed));
    }

    /** @return how many have signed now */
    int sign(String role, SigningKey key) throws IOException, UpdateException {
        byte[] draft = draft(role)
                .orElseThrow(
                        () -> new IOException("there is no draft of " + role + " to sign; release show lists them"));
        byte[] signed = SignedFile.sign(draft, key);
        drafts.replace(file(role), signed);
        return SignedFile.signers(signed).size();
    }

    Optional<byte[]> draft(String role) throws IOException {
        return drafts.read(file(role), MAX_DRAFT_BYTES);
    }

    List<String> draftedRoles() throws IOException {
        List<String> roles = new ArrayList<>();
        for (String name : drafts.names()) {
            if (name.endsWith(SUFFIX)) {
                roles.add(java.net.URLDecoder.decode(
                        name.substring(0, name.length() - SUFFIX.length()), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return roles.stream().sorted().toList();
    }

    /** All drafts, under a snapshot and timestamp of the online key; then there are none any more. */
    void publish(SigningKey online) throws IOException, UpdateException {
        List<String> roles = draftedRoles();
        for (String role : roles) {
            byte[] draft = draft(role).orElseThrow();
            if (role.equals(Role.ROOT)) {
                repository.stageRoot(draft);
            } else {
                repository.stageTargets(role, draft);
            }
        }
        repository.publish(online, online);
        for (String role : roles) {
            drafts.delete(file(role));
        }
        drafts.force();
    }

    private Instant in(Duration lifetime) {
        return clock.instant().plus(lifetime);
    }

    private static String file(String role) {
        return PercentEncoded.name(role) + SUFFIX;
    }
}
