package io.skyv.box.relay;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Optional;

/**
 * The path of a request for something of a stream: {@code /v1/streams/STREAM[/RENDITION]/NAME}. Nothing of it is judged.
 *
 * @param rendition empty for what belongs to all renditions
 */
record StreamPath(String stream, Optional<String> rendition, String name) {
    static final String PREFIX = "/v1/streams/";
    static final String INDEX = "index.m3u8";

    /** @param path as it came, with what is percent-encoded in it; empty if it is not of this form */
    static Optional<StreamPath> parse(String path) {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int first = path.indexOf('/', PREFIX.length());
        int last = path.lastIndexOf('/');
        if (first < 0 || path.indexOf('/', first + 1) != (first == last ? -1 : last)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StreamPath(
                    decoded(path, PREFIX.length(), first),
                    first == last ? Optional.empty() : Optional.of(decoded(path, first + 1, last)),
                    decoded(path, last + 1, path.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean isIndex() {
        return name.equals(INDEX);
    }

    private static String decoded(String path, int from, int to) {
        String part = path.substring(from, to);
        return part.indexOf('%') < 0 ? part : QueryStringDecoder.decodeComponent(part);
    }
}
