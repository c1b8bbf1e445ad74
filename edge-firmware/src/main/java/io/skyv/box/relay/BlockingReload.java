package io.skyv.box.relay;

import io.skyv.box.store.Position;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The delivery directives of a playlist request (RFC 8216bis §6.2.5). */
final class BlockingReload {
    private static final int MAX_DIGITS = 18;

    private BlockingReload() {}

    /**
     * What the playlist must have before it is sent.
     *
     * @throws IllegalArgumentException if a directive is no number, or a part is asked for without its segment
     */
    static Optional<Position> wanted(HttpServerRequest request) {
        return wanted(request.getParam("_HLS_msn"), request.getParam("_HLS_part"));
    }

    static Optional<Position> wanted(@Nullable String msn, @Nullable String part) {
        if (msn == null) {
            if (part != null) {
                throw new IllegalArgumentException("_HLS_part needs _HLS_msn");
            }
            return Optional.empty();
        }
        long sequence = number(msn, "_HLS_msn");
        return Optional.of(
                part == null
                        ? Position.wholeSegment(sequence)
                        : new Position(sequence, (int) Math.min(number(part, "_HLS_part"), Position.WHOLE - 1)));
    }

    private static long number(String text, String name) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(name + " must be a whole number, not '" + text + "'");
        }
        return Long.parseLong(text);
    }
}
