package io.skyv.proto.grant;

import io.skyv.proto.sign.Base64Url;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;

/**
 * A grant with the control plane's signature. On the wire it is the canonical bytes followed by 64 bytes of signature;
 * in a URL those in base64url without padding (RFC 4648 §5), the grant's <em>token</em>.
 */
public final class SignedGrant {
    /** More than any grant can be: five ids of 64 characters and the figures. */
    public static final int MAX_WIRE_BYTES = 640;

    private final Grant grant;
    private final byte[] wire;

    private SignedGrant(Grant grant, byte[] wire) {
        this.grant = grant;
        this.wire = wire;
    }

    public static SignedGrant sign(Grant grant, PrivateKey key) {
        byte[] canonical = grant.canonicalBytes();
        byte[] signature = P256.sign(key, canonical);
        byte[] wire = Arrays.copyOf(canonical, canonical.length + signature.length);
        System.arraycopy(signature, 0, wire, canonical.length, signature.length);
        return new SignedGrant(grant, wire);
    }

    /** Reads without believing: {@link #isSignedBy} is still to be asked. */
    public static SignedGrant decode(byte[] wire) throws MalformedException {
        if (wire.length > MAX_WIRE_BYTES) {
            throw new MalformedException("a grant of " + wire.length + " bytes is over " + MAX_WIRE_BYTES);
        }
        CanonicalReader in = new CanonicalReader(Grant.DOMAIN, wire);
        Grant grant = Grant.read(in);
        in.raw(P256.SIGNATURE_BYTES);
        in.end();
        return new SignedGrant(grant, wire.clone());
    }

    public static SignedGrant decodeToken(String token) throws MalformedException {
        return decode(Base64Url.decode(token, MAX_WIRE_BYTES));
    }

    public Grant grant() {
        return grant;
    }

    public byte[] wire() {
        return wire.clone();
    }

    public String token() {
        return Base64Url.encode(wire);
    }

    public boolean isSignedBy(PublicKey key) {
        int split = wire.length - P256.SIGNATURE_BYTES;
        return P256.verify(key, Arrays.copyOf(wire, split), Arrays.copyOfRange(wire, split, wire.length));
    }
}
