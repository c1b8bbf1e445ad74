package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The hashes of a file by the function's name: those that are known must all be right, and there must be one. */
public record Hashes(Map<String, String> hexByName) {
    public Hashes {
        hexByName = Map.copyOf(hexByName);
    }

    static Hashes read(Json.Members json) throws UpdateException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String name : json.values().keySet()) {
            String hex = json.text(name);
            if (hex.isEmpty() || !hex.chars().allMatch(c -> c < 128 && HexFormat.isHexDigit(c))) {
                throw UpdateException.malformed("the " + name + " is not hexadecimal");
            }
            hashes.put(name, hex);
        }
        if (hashes.isEmpty()) {
            throw UpdateException.malformed("\"hashes\" is empty");
        }
        return new Hashes(hashes);
    }

    public static Hashes of(byte[] content) {
        return new Hashes(Map.of(Digests.SHA256, Digests.hex(Digests.SHA256, content)));
    }

    public boolean match(byte[] content) {
        Running running = start();
        running.update(content, content.length);
        return running.match();
    }

    /** For content that comes in pieces. */
    public Running start() {
        return new Running();
    }

    /** The hash that stands before a target's name with consistent snapshots; empty if none of them is known. */
    public String preferredHex() {
        for (String name : Digests.KNOWN) {
            if (hexByName.containsKey(name)) {
                return hexByName.getOrDefault(name, "");
            }
        }
        return "";
    }

    /** What has passed so far. */
    public final class Running {
        private final Map<String, MessageDigest> digests = new LinkedHashMap<>();

        private Running() {
            for (String name : Digests.KNOWN) {
                if (hexByName.containsKey(name)) {
                    digests.put(name, Digests.of(name));
                }
            }
        }

        public void update(byte[] bytes, int length) {
            digests.values().forEach(digest -> digest.update(bytes, 0, length));
        }

        /** Is this, all of it, the file? Ends the run. */
        public boolean match() {
            boolean all = !digests.isEmpty();
            for (Map.Entry<String, MessageDigest> each : digests.entrySet()) {
                String is = HexFormat.of().formatHex(each.getValue().digest());
                all &= is.equalsIgnoreCase(hexByName.get(each.getKey()));
            }
            return all;
        }
    }
}
