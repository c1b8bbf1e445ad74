package io.skyv.control.stream;

import io.skyv.proto.sign.Base64Url;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.util.Arrays;

/** The public key that signs a stream's manifests. */
public final class ManifestKey {
    /** More than a SubjectPublicKeyInfo of P-256 has. */
    private static final int MAX_BYTES = 200;

    private final byte[] spki;

    private ManifestKey(byte[] spki) {
        this.spki = spki;
    }

    /** @throws IllegalArgumentException unless it is the SubjectPublicKeyInfo of a P-256 key */
    public static ManifestKey of(byte[] spki) {
        if (spki.length > MAX_BYTES) {
            throw new IllegalArgumentException("the manifest key is too long");
        }
        try {
            P256.publicKey(spki);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the manifest key is no key on P-256", e);
        }
        return new ManifestKey(spki.clone());
    }

    /** SubjectPublicKeyInfo, DER. */
    public byte[] spki() {
        return spki.clone();
    }

    public String base64Url() {
        return Base64Url.encode(spki);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ManifestKey key && Arrays.equals(spki, key.spki);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(spki);
    }
}
