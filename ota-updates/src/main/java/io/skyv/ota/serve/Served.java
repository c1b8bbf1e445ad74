package io.skyv.ota.serve;

import java.nio.file.Path;

/** A file that may be seen. Its tag is for HTTP's ETag (RFC 9110 §8.8.3), without the quotes. */
public sealed interface Served {
    String tag();

    /** The timestamp: in memory, and soon there is another one by that name. */
    record Changing(byte[] bytes, String tag) implements Served {}

    /** On the disk, and never another one by that name. */
    record Lasting(Path file, String tag) implements Served {}
}
