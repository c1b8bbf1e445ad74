package io.skyv.box.meter;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Shows what it is set to. */
public final class SettableClock extends Clock {
    private volatile long millis;

    public SettableClock(long millis) {
        this.millis = millis;
    }

    public void set(long newMillis) {
        millis = newMillis;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }
}
