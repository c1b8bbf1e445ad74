package io.skyv.proto.id;

/** One encoding of a stream, such as {@code main}. */
public record RenditionName(String value) implements Comparable<RenditionName> {
    public RenditionName {
        Ids.check(value, "rendition name");
    }

    @Override
    public int compareTo(RenditionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
