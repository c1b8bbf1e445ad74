package io.skyv.proto.id;

/** A SKYV-Box. It stays the same when the box gets a new key. */
public record BoxId(String value) implements Comparable<BoxId> {
    public BoxId {
        Ids.check(value, "box id");
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
