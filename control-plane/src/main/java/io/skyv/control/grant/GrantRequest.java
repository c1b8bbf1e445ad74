package io.skyv.control.grant;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver that pays by hash chain asks for.
 *
 * @param rendition null for the stream's first
 * @param maxBytes most that it may have; 0 for as much as is usual
 * @param anchor w_0 of its hash chain
 * @param avoid boxes that failed it
 */
public record GrantRequest(
        StreamId stream, @Nullable RenditionName rendition, long maxBytes, Digest anchor, Set<BoxId> avoid) {
    /** Boxes that a receiver can refuse at once. */
    public static final int MAX_AVOIDED = 64;

    public GrantRequest {
        avoid = Set.copyOf(avoid);
    }
}
