package io.skyv.proto.manifest;

import io.skyv.proto.sign.Base64Url;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;

/**
 * A manifest with its source's signature. On the wire it is the canonical bytes followed by 64 bytes of signature; in a
 * header those in base64url without padding (RFC 4648 §5).
 */
public final class SignedManifest {
    /** The response header that carries a manifest with the body it is of. */
    public static final String HEADER = "SKYV-Manifest";

    /** More than any manifest can be. */
    public static final int MAX_WIRE_BYTES = 512;

    private final Manifest manifest;
    private final byte[] wire;
    private final String header;

    private SignedManifest(Manifest manifest, byte[] wire) {
        this.manifest = manifest;
        this.wire = wire;
        this.header = Base64Url.encode(wire);
    }

    public static SignedManifest sign(Manifest manifest, PrivateKey key) {
        byte[] canonical = manifest.canonicalBytes();
        byte[] signature = P256.sign(key, canonical);
        byte[] wire = Arrays.copyOf(canonical, canonical.length + signature.length);
        System.arraycopy(signature, 0, wire, canonical.length, signature.length);
        return new SignedManifest(manifest, wire);
    }

    /** Reads without believing: {@link #isSignedBy} and {@link #isOf} are still to be asked. */
    public static SignedManifest decode(byte[] wire) throws MalformedException {
        if (wire.length > MAX_WIRE_BYTES) {
            throw new MalformedException("a manifest of " + wire.length + " bytes is over " + MAX_WIRE_BYTES);
        }
        CanonicalReader in = new CanonicalReader(Manifest.DOMAIN, wire);
        Manifest manifest = Manifest.read(in);
        in.raw(P256.SIGNATURE_BYTES);
        in.end();
        return new SignedManifest(manifest, wire.clone());
    }

    public static SignedManifest decodeHeader(String header) throws MalformedException {
        return decode(Base64Url.decode(header, MAX_WIRE_BYTES));
    }

    public Manifest manifest() {
        return manifest;
    }

    public byte[] wire() {
        return wire.clone();
    }

    /** What {@link #HEADER} carries; made once, as a part is sent to many. */
    public String header() {
        return header;
    }

    public boolean isSignedBy(PublicKey key) {
        int split = wire.length - P256.SIGNATURE_BYTES;
        return P256.verify(key, Arrays.copyOf(wire, split), Arrays.copyOfRange(wire, split, wire.length));
    }

    /** Whether {@code body} is what the manifest is of. */
    public boolean isOf(byte[] body) {
        return body.length == manifest.sizeBytes() && Digest.sha256(body).equals(manifest.sha256());
    }
}
