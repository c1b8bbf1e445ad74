package io.skyv.ota.metadata;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The hash functions that this client knows, by TUF's names; the first is preferred. */
public final class Digests {
    public static final String SHA256 = "sha256";
    public static final String SHA512 = "sha512";
    public static final List<String> KNOWN = List.of(SHA256, SHA512);

    private Digests() {}

    public static MessageDigest of(String name) {
        try {
            return switch (name) {
                case SHA256 -> MessageDigest.getInstance("SHA-256");
                case SHA512 -> MessageDigest.getInstance("SHA-512");
                default -> throw new IllegalArgumentException("unknown hash function " + name);
            };
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + name, e);
        }
    }

    public static String hex(String name, byte[] bytes) {
        return HexFormat.of().formatHex(of(name).digest(bytes));
    }
}
