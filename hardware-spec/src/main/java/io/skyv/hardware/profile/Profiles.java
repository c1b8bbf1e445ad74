package io.skyv.hardware.profile;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.json.JsonSyntaxException;
import io.skyv.hardware.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds profiles and merges each over what it extends. A profile is a file {@code ID.json}; what it extends is beside it or
 * is one of {@link #SHIPPED}.
 */
public final class Profiles {
    /** Those that come with the specification. */
    public static final List<String> SHIPPED =
            List.of("mini-pc-x86-64", "radxa-rock-5b", "raspberry-pi-4", "raspberry-pi-5", "simulated");

    /** How {@link Json.Place} calls their files: by this, and their name. */
    public static final String SHIPPED_FILES = "shipped ";

    /** Profiles that one stands upon, one after the other. */
    static final int MAX_CHAIN = 8;

    private Profiles() {}

    /** What has gone wrong with finding a profile's text. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Json.Place at;
        private final String rule;

        UnusableException(Json.Place at, String rule, String why) {
            super(why);
            this.at = at;
            this.rule = rule;
        }

        public Json.Place at() {
            return at;
        }

        /** Its short name, {@code extends-cycle}. */
        public String rule() {
            return rule;
        }

        /** In a sentence. */
        public String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * The profile that is meant, ready for use.
     *
     * @param which a file, or the id of one of {@link #SHIPPED}
     * @throws IllegalArgumentException in words that say what to do
     */
    public static BoardProfile load(String which) {
        try {
            Json merged = SHIPPED.contains(which) ? shipped(which) : merged(Path.of(which));
            return ProfileReader.read(merged);
        } catch (UnusableException e) {
            throw new IllegalArgumentException(e.at() + ": " + e.why() + "; \"./skyv board check\" tells more", e);
        }
    }

    /** A shipped profile with all that it extends. */
    public static Json shipped(String id) throws UnusableException {
        return merged(shippedText(id).orElseThrow(), Optional.empty());
    }

    /** A file's profile with all that it extends. */
    public static Json merged(Path file) throws UnusableException {
        Json.Place start = new Json.Place(file.toString(), 1);
        try {
            if (Files.size(file) > JsonText.MAX_CHARACTERS) {
                throw new UnusableException(start, "json", "the file is too large for a profile");
            }
            return merged(parse(file.toString(), Files.readString(file)), Optional.ofNullable(file.getParent()));
        } catch (IOException e) {
            throw new UnusableException(
                    start, "file", "cannot be read: there is no such file, or it is not text in UTF-8 (" + e + ")");
        }
    }

    private static Json merged(Json profile, Optional<Path> directory) throws UnusableException {
        Map<String, Json> chain = new LinkedHashMap<>();
        text(profile, "id").ifPresent(id -> chain.put(id.text(), profile));
        List<Json> layers = new ArrayList<>(List.of(profile));
        for (Optional<Json.Text> up = text(profile, "extends"); up.isPresent(); ) {
            Json.Text wanted = up.get();
            if (chain.containsKey(wanted.text())) {
                throw new UnusableException(
                        wanted.at(),
                        "extends-cycle",
                        "\"" + wanted.text() + "\" extends itself in the end: " + String.join(" → ", chain.keySet())
                                + " → " + wanted.text());
            }
            if (chain.size() >= MAX_CHAIN) {
                throw new UnusableException(
                        wanted.at(), "extends-too-long", "more than " + MAX_CHAIN + " profiles stand upon one another");
            }
            Json base = find(wanted, directory);
            chain.put(wanted.text(), base);
            layers.add(base);
            up = text(base, "extends");
        }
        Json merged = layers.removeLast();
        while (!layers.isEmpty()) {
            merged = merged.mergedWith(layers.removeLast());
        }
        return merged;
    }

    private static Json find(Json.Text wanted, Optional<Path> directory) throws UnusableException {
        Path beside = directory.orElse(Path.of("")).resolve(wanted.text() + ".json");
        boolean plainName = wanted.text().matches("[a-z0-9][a-z0-9-]{0,47}");
        if (plainName && Files.isRegularFile(beside) && !wanted.at().file().startsWith(SHIPPED_FILES)) {
            try {
                return named(wanted.text(), parse(beside.toString(), Files.readString(beside)));
            } catch (IOException e) {
                throw new UnusableException(wanted.at(), "extends-unknown", beside + " cannot be read: " + e);
            }
        }
        return shippedText(wanted.text())
                .orElseThrow(() -> new UnusableException(
                        wanted.at(),
                        "extends-unknown",
                        "there is no profile \"" + wanted.text() + "\" to extend: none is at " + beside
                                + ", and those that are shipped are " + String.join(", ", SHIPPED)));
    }

    private static Json named(String id, Json base) throws UnusableException {
        Optional<Json.Text> own = text(base, "id");
        if (own.isPresent() && !own.get().text().equals(id)) {
            throw new UnusableException(
                    own.get().at(),
                    "file-name",
                    "the profile in " + id + ".json calls itself \"" + own.get().text() + "\"");
        }
        return base;
    }

    private static Optional<Json> shippedText(String id) throws UnusableException {
        if (!SHIPPED.contains(id)) {
            return Optional.empty();
        }
        String name = id + ".json";
        try (InputStream in = Profiles.class.getResourceAsStream("/io/skyv/hardware/boards/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its profile " + name);
            }
            return Optional.of(parse(SHIPPED_FILES + name, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException("the program's own profile cannot be read", e);
        }
    }

    private static Json parse(String file, String text) throws UnusableException {
        try {
            return JsonText.read(file, text);
        } catch (JsonSyntaxException e) {
            throw new UnusableException(e.at(), "json", e.why());
        }
    }

    private static Optional<Json.Text> text(Json profile, String member) {
        return profile instanceof Json.Members all && all.members().get(member) instanceof Json.Text text
                ? Optional.of(text)
                : Optional.empty();
    }
}
