package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One entry of a role's delegations: which role, if any, it asks about a path. */
public sealed interface Delegation {
    RoleKeys roleKeys();

    /** After this one, are those behind it not asked any more? */
    boolean terminating();

    /** The role to ask about the path; nothing if the path is none of its business. */
    Optional<String> roleFor(String path);

    /** Paths by pattern. */
    record ToRole(String name, RoleKeys roleKeys, boolean terminating, Paths paths) implements Delegation {
        static ToRole read(Json.Members json) throws UpdateException {
            String name = checkName(json.text("name"));
            boolean terminating = json.has("terminating") && json.truth("terminating");
            return new ToRole(name, RoleKeys.read(json), terminating, Paths.read(json));
        }

        @Override
        public Optional<String> roleFor(String path) {
            return paths.contain(path) ? Optional.of(name) : Optional.empty();
        }

        /** For each pattern a path that it matches; none where paths go by their hashes. */
        public List<String> samplePaths() {
            return paths instanceof Paths.Matching matching
                    ? matching.patterns().stream()
                            .map(pattern -> pattern.replace("*", "").replace('?', 'x'))
                            .toList()
                    : List.of();
        }
    }

    /**
     * TAP 15: as many roles as there are values of a hash's first bits.
     *
     * @param bits 1 to 32
     */
    record HashBins(String prefix, int bits, RoleKeys roleKeys) implements Delegation {
        static final int MAX_BITS = 32;

        public HashBins {
            if (bits < 1 || bits > MAX_BITS) {
                throw new IllegalArgumentException("1 to 32 bits, not " + bits);
            }
        }

        static HashBins read(Json.Members json) throws UpdateException {
            long bits = json.integer("bit_length");
            if (bits < 1 || bits > MAX_BITS) {
                throw UpdateException.malformed("\"bit_length\" is 1 to 32, not " + bits);
            }
            return new HashBins(checkName(json.text("name_prefix")), (int) bits, RoleKeys.read(json));
        }

        @Override
        public boolean terminating() {
            return true;
        }

        @Override
        public Optional<String> roleFor(String path) {
            byte[] hash = Digests.of(Digests.SHA256).digest(path.getBytes(StandardCharsets.UTF_8));
            long bin = Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt()) >>> (MAX_BITS - bits);
            return Optional.of(name(bin));
        }

        /** The bin's number in as many hexadecimal digits as the last one has. */
        public String name(long bin) {
            String digits = Long.toHexString(bin);
            int width = Long.toHexString((1L << bits) - 1).length();
            return prefix + "-" + "0".repeat(width - digits.length()) + digits;
        }
    }

    /** Which paths a role may speak for. */
    sealed interface Paths {
        boolean contain(String path);

        record Matching(List<String> patterns) implements Paths {
            public Matching {
                patterns = List.copyOf(patterns);
            }

            @Override
            public boolean contain(String path) {
                return patterns.stream().anyMatch(pattern -> PathPattern.matches(pattern, path));
            }
        }

        /** Those whose SHA-256 begins with one of these hexadecimal digits. */
        record Hashed(List<String> prefixes) implements Paths {
            public Hashed {
                prefixes = List.copyOf(prefixes);
            }

            @Override
            public boolean contain(String path) {
                String hash = Digests.hex(Digests.SHA256, path.getBytes(StandardCharsets.UTF_8));
                return prefixes.stream().anyMatch(hash::startsWith);
            }
        }

        /** With neither it is asked about nothing; both is refused. */
        private static Paths read(Json.Members json) throws UpdateException {
            boolean hashed = json.has("path_hash_prefixes");
            if (hashed && json.has("paths")) {
                throw UpdateException.malformed("a delegation has either \"paths\" or \"path_hash_prefixes\"");
            }
            if (!hashed) {
                return new Matching(json.has("paths") ? json.texts("paths") : List.of());
            }
            List<String> prefixes = new ArrayList<>();
            for (String prefix : json.texts("path_hash_prefixes")) {
                if (!prefix.chars().allMatch(HexFormat::isHexDigit)) {
                    throw UpdateException.malformed("\"path_hash_prefixes\" are hexadecimal");
                }
                prefixes.add(prefix);
            }
            return new Hashed(prefixes);
        }
    }

    /** A delegated role must not take the file of a top role. */
    private static String checkName(String name) throws UpdateException {
        if (name.isEmpty() || Role.TOP_LEVEL.contains(name)) {
            throw UpdateException.malformed("no role can be delegated to as \"" + name + "\"");
        }
        return name;
    }
}
