package io.skyv.control.fleet;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A box that enrolled once.
 *
 * @param owner account that is paid for its work
 * @param publicUrl where it was reached when it was last online, without a slash at the end; null if it never was
 * @param source whether it offers streams of its own now
 * @param lastSeen when it last said something
 */
public record KnownBox(
        BoxId id,
        AccountId owner,
        @Nullable URI publicUrl,
        boolean online,
        boolean relays,
        boolean source,
        Instant lastSeen) {}
