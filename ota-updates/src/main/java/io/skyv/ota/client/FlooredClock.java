package io.skyv.ota.client;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that is never before the day its program was made: a box without a battery wakes up in 1970, where nothing has
 * expired yet. A clock that runs ahead can't be known; it makes updates fail until it is right again, and leaves nothing.
 */
public record FlooredClock(InstantSource clock, Instant floor) implements InstantSource {
    @Override
    public Instant instant() {
        Instant now = clock.instant();
        return now.isBefore(floor) ? floor : now;
    }
}
