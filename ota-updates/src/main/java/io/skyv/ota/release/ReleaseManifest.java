package io.skyv.ota.release;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.json.JsonText;
import io.skyv.ota.json.StrictJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A release, as the file {@code manifest.json} beside its images; all paths in it are targets of the same repository.
 *
 * @param counter rises with every release of a board's firmware, also when the version does not; a box never goes back
 * @param profiles the boards it fits, by the ids of their profiles
 * @param minimum an older box must take another release first
 * @param components name and version of what is in it
 * @param sbom the path of its CycloneDX file
 * @param notes for the owner, by language ("en" is always there)
 */
public record ReleaseManifest(
        Version version,
        long counter,
        Set<String> profiles,
        Version minimum,
        Map<String, String> components,
        String sbom,
        Map<String, String> notes,
        Image image,
        List<DeltaFrom> deltas) {
    /** Its name in the directory of its firmware. */
    public static final String FILE = "manifest.json";

    public static final String KIND = "skyv-release-1";
    /** From the last few releases; whoever is further behind takes the whole image. */
    public static final int MAX_DELTAS = 16;

    public static final int MAX_NOTES_CHARS = 4000;
    private static final String ENGLISH = "en";

    /**
     * The whole image.
     *
     * @param path where it is as zstd
     * @param sha256Hex of the image itself, not compressed
     */
    public record Image(String path, String sha256Hex, long lengthBytes) {
        public Image {
            if (path.isEmpty() || lengthBytes < 1 || !sha256Hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("an image has a path, a length and a SHA-256");
            }
        }
    }

    /** A delta from an image that a box may have. */
    public record DeltaFrom(String fromSha256Hex, String path) {
        public DeltaFrom {
            if (path.isEmpty() || !fromSha256Hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a delta has a path and the SHA-256 it is from");
            }
        }
    }

    public ReleaseManifest {
        profiles = Set.copyOf(profiles);
        components = Map.copyOf(components);
        notes = Map.copyOf(notes);
        deltas = List.copyOf(deltas);
        if (counter < 1 || profiles.isEmpty() || sbom.isEmpty()) {
            throw new IllegalArgumentException("a release has a counter, a board it fits, and a list of what is in it");
        }
        if (minimum.compareTo(version) > 0) {
            throw new IllegalArgumentException("a release can't want a newer one first");
        }
        if (!notes.containsKey(ENGLISH) || notes.values().stream().anyMatch(text -> text.length() > MAX_NOTES_CHARS)) {
            throw new IllegalArgumentException(
                    "notes are there in English, each at most " + MAX_NOTES_CHARS + " characters");
        }
        Set<String> from = new HashSet<>();
        if (deltas.size() > MAX_DELTAS || !deltas.stream().allMatch(delta -> from.add(delta.fromSha256Hex()))) {
            throw new IllegalArgumentException("at most " + MAX_DELTAS + " deltas, each from another image");
        }
    }

    /** The owner's language, else English. */
    public String notes(String language) {
        return notes.getOrDefault(language, notes.getOrDefault(ENGLISH, ""));
    }

    /** @throws UpdateException MALFORMED unless it is a manifest, whole and without contradictions */
    public static ReleaseManifest read(byte[] bytes) throws UpdateException {
        Json.Members json = StrictJson.read(bytes);
        if (!json.text("kind").equals(KIND)) {
            throw UpdateException.malformed("not a " + KIND + ", but " + json.text("kind"));
        }
        try {
            Json.Members image = json.members("image");
            return new ReleaseManifest(
                    Version.parse(json.text("version")),
                    json.integer("counter"),
                    distinct(json.texts("profiles")),
                    Version.parse(json.text("minimum")),
                    texts(json.members("components")),
                    json.text("sbom"),
                    texts(json.members("notes")),
                    new Image(image.text("path"), image.text("sha256"), image.integer("length")),
                    deltas(json.items("deltas")));
        } catch (IllegalArgumentException e) {
            throw new UpdateException(
                    UpdateException.Problem.MALFORMED, "the release is not one: " + e.getMessage(), e);
        }
    }

    public byte[] write() {
        List<Json> deltaList = new ArrayList<>();
        for (DeltaFrom delta : deltas) {
            deltaList.add(Json.Members.EMPTY
                    .with("from", new Json.Text(delta.fromSha256Hex()))
                    .with("path", new Json.Text(delta.path())));
        }
        return JsonText.write(Json.Members.EMPTY
                .with("kind", new Json.Text(KIND))
                .with("version", new Json.Text(version.toString()))
                .with("counter", new Json.Whole(counter))
                .with("profiles", Json.Items.of(profiles.stream().sorted().toList()))
                .with("minimum", new Json.Text(minimum.toString()))
                .with("components", json(components))
                .with("sbom", new Json.Text(sbom))
                .with("notes", json(notes))
                .with(
                        "image",
                        Json.Members.EMPTY
                                .with("path", new Json.Text(image.path()))
                                .with("sha256", new Json.Text(image.sha256Hex()))
                                .with("length", new Json.Whole(image.lengthBytes())))
                .with("deltas", new Json.Items(deltaList)));
    }

    private static Set<String> distinct(List<String> texts) throws UpdateException {
        Set<String> set = new HashSet<>(texts);
        if (set.size() != texts.size()) {
            throw UpdateException.malformed("a profile is named twice");
        }
        return set;
    }

    private static Map<String, String> texts(Json.Members json) throws UpdateException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : json.values().keySet()) {
            texts.put(name, json.text(name));
        }
        return texts;
    }

    private static List<DeltaFrom> deltas(List<Json> items) throws UpdateException {
        List<DeltaFrom> deltas = new ArrayList<>();
        for (Json item : items) {
            if (!(item instanceof Json.Members delta)) {
                throw UpdateException.malformed("a delta is not an object");
            }
            deltas.add(new DeltaFrom(delta.text("from"), delta.text("path")));
        }
        return deltas;
    }

    private static Json.Members json(Map<String, String> texts) {
        Json.Members json = Json.Members.EMPTY;
        for (String name : texts.keySet().stream().sorted().toList()) {
            json = json.with(name, new Json.Text(texts.getOrDefault(name, "")));
        }
        return json;
    }
}
