package io.skyv.proto.id;

import io.skyv.proto.sign.Digest;
import java.security.PublicKey;

/** A SKYV-Box. It stays the same when the box gets a new key. */
public record BoxId(String value) implements Comparable<BoxId> {
    public BoxId {
        Ids.check(value, "box id");
    }

    /** The id of the box that was born with this key: the first 80 bits of the hash of its SubjectPublicKeyInfo. */
    public static BoxId ofBirthKey(PublicKey birthKey) {
        return new BoxId("box-" + Digest.sha256(birthKey.getEncoded()).hex().substring(0, 20));
    }

    @Override
    public int compareTo(BoxId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
