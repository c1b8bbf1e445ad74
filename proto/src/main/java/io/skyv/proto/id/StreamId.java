package io.skyv.proto.id;

/** A stream. It begins with the id of the box that makes it and a dot, so nobody can offer another's stream. */
public record StreamId(String value) implements Comparable<StreamId> {
    public StreamId {
        Ids.check(value, "stream id");
    }

    /** The stream that {@code box} makes under {@code name}. */
    public static StreamId of(BoxId box, String name) {
        return new StreamId(box.value() + "." + name);
    }

    /** Whether {@code box} may offer this stream. */
    public boolean belongsTo(BoxId box) {
        return value.startsWith(box.value() + ".");
    }

    @Override
    public int compareTo(StreamId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
