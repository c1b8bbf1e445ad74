package io.skyv.ota.sim;

import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.JsonText;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.repository.SigningKey;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository in memory that does whatever a test asks, right or wrong. Changes are seen by clients after
 * {@link #publish}, which signs with whatever keys the test has left; {@link #published} may be spoiled further.
 */
public final class RepositorySimulator {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final String LATER = "2026-12-21T12:00:00Z";
    public static final String PAST = "2026-11-16T12:00:00Z";
    public static final List<String> TOP = List.of("targets", "snapshot", "timestamp", "root");

    private static final int STRANGERS_KEYS = 60;

    /** Making keys is slow, and any will do. */
    private static final List<SigningKey> KEYS = new ArrayList<>();

    /** The signed part of each role, to be changed at will. */
    public final Map<String, Map<String, Object>> signed = new HashMap<>();
    /** Who signs a role, by key id. */
    public final Map<String, Map<String, SigningKey>> signers = new HashMap<>();
    /** All versions of each role as clients get them, the first at 0. */
    public final Map<String, List<byte[]>> published = new HashMap<>();
    /** Files by path as clients get them. */
    public final Map<String, byte[]> artifacts = new HashMap<>();
    /** What clients asked for: "timestamp", "2.root", "1.A". */
    public final List<String> metadataRequests = Collections.synchronizedList(new ArrayList<>());

    public final List<String> artifactRequests = Collections.synchronizedList(new ArrayList<>());
    /** Do timestamp and snapshot tell lengths and hashes? */
    public boolean promisesHashes;

    private int keysTaken;

    public RepositorySimulator() {
        this(0);
    }

    /** One with keys that no other simulated repository has. */
    public static RepositorySimulator ofAStranger() {
        return new RepositorySimulator(STRANGERS_KEYS);
    }

    private RepositorySimulator(int firstKey) {
        keysTaken = firstKey;
        Map<String, Object> roles = new LinkedHashMap<>();
        Map<String, Object> root = newRole("root");
        root.put("consistent_snapshot", true);
        root.put("keys", new LinkedHashMap<>());
        root.put("roles", roles);
        newRole("timestamp").put("meta", new LinkedHashMap<>(Map.of("snapshot.json", metaFile(1))));
        newRole("snapshot").put("meta", new LinkedHashMap<>(Map.of("targets.json", metaFile(1))));
        newRole("targets").put("targets", new LinkedHashMap<>());
        for (String role : TOP) {
            roles.put(role, roleKeys());
            addKey(role);
        }
        publish(TOP.toArray(new String[0]));
    }

    public SigningKey newKey() {
        synchronized (KEYS) {
            while (keysTaken >= KEYS.size()) {
                KEYS.add(KEYS.size() % 2 == 0 ? SigningKey.makeEd25519() : SigningKey.makeP256());
            }
            return KEYS.get(keysTaken++);
        }
    }

    public Map<String, Object> root() {
        return signed.get("root");
    }

    public Map<String, Object> rootRole(String role) {
        return Trees.map(Trees.map(root().get("roles")).get(role));
    }

    /** The role's entry in the snapshot. */
    public Map<String, Object> inSnapshot(String role) {
        return Trees.map(snapshotFiles().get(role + ".json"));
    }

    public Map<String, Object> snapshotFiles() {
        return Trees.map(signed.get("snapshot").get("meta"));
    }

    public Map<String, Object> inTimestamp() {
        return Trees.map(Trees.map(signed.get("timestamp").get("meta")).get("snapshot.json"));
    }

    /** A new key for a top role, which signs it from now on. */
    public SigningKey addKey(String role) {
        return addKey(role, newKey());
    }

    public SigningKey addKey(String role, SigningKey key) {
        Trees.map(root().get("keys")).put(key.id(), Trees.tree(key.publicPart()));
        List<Object> ids = Trees.list(rootRole(role).get("keyids"));
        if (!ids.contains(key.id())) {
            ids.add(key.id());
        }
        sign(role, key);
        return key;
    }

    /** From now on this key signs the role, whether it may or not. */
    public void sign(String role, SigningKey key) {
        signers.computeIfAbsent(role, ignored -> new LinkedHashMap<>()).put(key.id(), key);
    }

    /** New keys instead of all that a top role had. */
    public void rotateKeys(String role) {
        Trees.list(rootRole(role).get("keyids")).clear();
        signers.get(role).clear();
        long threshold = (long) rootRole(role).get("threshold");
        for (long i = 0; i < threshold; i++) {
            addKey(role);
        }
    }

    /** Delegates to a role by patterns, with a key of its own; the role has no files yet. */
    public Map<String, Object> delegate(String from, String name, boolean terminating, String... patterns) {
        Map<String, Object> role = roleKeys();
        role.put("name", name);
        role.put("terminating", terminating);
        role.put("paths", new ArrayList<>(List.of(patterns)));
        return delegate(from, name, role);
    }

    public Map<String, Object> delegate(String from, String name, Map<String, Object> role) {
        SigningKey key = newKey();
        Map<String, Object> delegations = delegationsOf(from);
        Trees.map(delegations.get("keys")).put(key.id(), Trees.tree(key.publicPart()));
        Trees.list(role.get("keyids")).add(key.id());
        Trees.list(delegations.computeIfAbsent("roles", ignored -> new ArrayList<>()))
                .add(role);
        targetsRole(name);
        sign(name, key);
        return role;
    }

    public Map<String, Object> delegationsOf(String role) {
        return Trees.map(targetsRole(role)
                .computeIfAbsent("delegations", ignored -> new LinkedHashMap<>(Map.of("keys", new LinkedHashMap<>()))));
    }

    /** A targets role, made if there is none. */
    public Map<String, Object> targetsRole(String role) {
        if (!signed.containsKey(role)) {
            newRole(role).put("targets", new LinkedHashMap<>());
            signed.get(role).put("_type", "targets");
        }
        return signed.get(role);
    }

    public static Map<String, Object> roleKeys() {
        return new LinkedHashMap<>(Map.of("keyids", new ArrayList<>(), "threshold", 1L));
    }

    /** A file, with sha256 unless other hashes are named. */
    public void addArtifact(String role, String path, byte[] content, String... hashes) {
        Map<String, Object> hex = new LinkedHashMap<>();
        for (String hash : hashes.length == 0 ? new String[] {"sha256"} : hashes) {
            hex.put(hash, Digests.hex(hash, content));
        }
        Map<String, Object> file = new LinkedHashMap<>(Map.of("length", (long) content.length, "hashes", hex));
        Trees.map(targetsRole(role).get("targets")).put(path, file);
        artifacts.put(path, content);
    }

    /** The next version of each role (the first stays 1), signed, and told of in snapshot and timestamp. */
    public void publish(String... roles) {
        for (String role : roles) {
            if (published.containsKey(role)) {
                signed.get(role).merge("version", 1L, (old, one) -> (long) old + (long) one);
            }
            publishAsItIs(role);
        }
    }

    /** As {@link #publish}, but the version stays. */
    public void publishAsItIs(String role) {
        byte[] bytes = signedBytes(role);
        published.computeIfAbsent(role, ignored -> new ArrayList<>()).add(bytes);
        Map<String, Object> meta = metaFile((long) signed.get(role).get("version"));
        if (promisesHashes) {
            meta.put("length", (long) bytes.length);
            meta.put("hashes", new LinkedHashMap<>(Map.of("sha256", Digests.hex("sha256", bytes))));
        }
        switch (role) {
            case "root", "timestamp" -> {}
            case "snapshot" -> Trees.map(signed.get("timestamp").get("meta")).put("snapshot.json", meta);
            default -> snapshotFiles().put(role + ".json", meta);
        }
    }

    /** Everything but root, those delegated to first. */
    public void publishAll() {
        signed.keySet().stream().filter(role -> !TOP.contains(role)).forEach(role -> publish(role));
        publish("targets", "snapshot", "timestamp");
    }

    public byte[] signedBytes(String role) {
        Map<String, Object> content = signed.get(role);
        byte[] message = CanonicalJson.write(Trees.json(content));
        List<Object> signatures = new ArrayList<>();
        for (SigningKey key : signers.getOrDefault(role, Map.of()).values()) {
            signatures.add(new LinkedHashMap<>(Map.of("keyid", key.id(), "sig", key.sign(message))));
        }
        return file(content, signatures);
    }

    public static byte[] file(Object signed, Object signatures) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("signatures", signatures);
        file.put("signed", signed);
        return JsonText.write(Trees.json(file));
    }

    public byte[] last(String role) {
        return published.get(role).getLast();
    }

    /** Puts something else in the place of what was published last. */
    public void replaceLast(String role, byte[] bytes) {
        published.get(role).set(published.get(role).size() - 1, bytes);
    }

    /** What a server answers: the bytes, or nothing for 404. Paths are "metadata/…" and "targets/…". */
    public Optional<byte[]> answer(String path) {
        if (path.startsWith("metadata/") && path.endsWith(".json")) {
            String name = path.substring("metadata/".length(), path.length() - ".json".length());
            metadataRequests.add(name);
            return metadata(name);
        }
        artifactRequests.add(path.substring("targets/".length()));
        return artifact(URLDecoder.decode(path.substring("targets/".length()), StandardCharsets.UTF_8));
    }

    private Optional<byte[]> metadata(String name) {
        int dot = name.indexOf('.');
        boolean versioned = !name.equals("timestamp") && (isConsistent() || name.endsWith(".root"));
        String role = URLDecoder.decode(versioned ? name.substring(dot + 1) : name, StandardCharsets.UTF_8);
        List<byte[]> versions = published.getOrDefault(role, List.of());
        int version = versioned ? Integer.parseInt(name.substring(0, dot)) : versions.size();
        return version >= 1 && version <= versions.size() ? Optional.of(versions.get(version - 1)) : Optional.empty();
    }

    private Optional<byte[]> artifact(String path) {
        if (!isConsistent()) {
            return Optional.ofNullable(artifacts.get(path));
        }
        int name = path.lastIndexOf('/') + 1;
        int dot = path.indexOf('.', name);
        return Optional.ofNullable(artifacts.get(path.substring(0, name) + path.substring(dot + 1)));
    }

    private boolean isConsistent() {
        return Boolean.TRUE.equals(root().get("consistent_snapshot"));
    }

    private Map<String, Object> newRole(String type) {
        Map<String, Object> role = new LinkedHashMap<>();
        role.put("_type", type);
        role.put("spec_version", "1.0.31");
        role.put("version", 1L);
        role.put("expires", LATER);
        signed.put(type, role);
        return role;
    }

    private static Map<String, Object> metaFile(long version) {
        return new LinkedHashMap<>(Map.of("version", version));
    }
}
