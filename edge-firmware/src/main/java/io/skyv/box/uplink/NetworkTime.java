package io.skyv.box.uplink;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The control plane's time: grants begin and end by it, whatever this machine's clock says. Goes on by the time that
 * passes, so it does not jump when somebody sets the clock; until the control plane was heard first, it is this machine's
 * at the start. Thread-safe.
 */
public final class NetworkTime extends Clock {
    /** A clock that is off by more than this is told of. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** What took longer to be answered says too little about the time. */
    private static final Duration MAX_ROUND_TRIP = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(NetworkTime.class.getName());

    /** At {@code nanos} of the ticks it was {@code millis}. */
    private record Anchor(long millis, long nanos) {}

    private final InstantSource wall;
    private final LongSupplier ticks;
    private volatile Anchor anchor;
    private volatile boolean off;

    /** @param ticks nanoseconds that pass evenly, from any beginning */
    public NetworkTime(InstantSource wall, LongSupplier ticks) {
        this.wall = wall;
        this.ticks = ticks;
        this.anchor = new Anchor(wall.millis(), ticks.getAsLong());
    }

    /**
     * The control plane has said what time it is.
     *
     * @param millis Unix time; 0 where it does not say
     * @param roundTrip from the question to the answer
     */
    public void heard(long millis, Duration roundTrip) {
        if (millis <= 0 || roundTrip.compareTo(MAX_ROUND_TRIP) > 0) {
            return;
        }
        anchor = new Anchor(millis + roundTrip.toMillis() / 2, ticks.getAsLong());
        tell(Duration.ofMillis(aheadMillis()));
    }

    /** How far this machine's clock is ahead of the network's, in milliseconds; negative where it is behind. */
    public long aheadMillis() {
        return wall.millis() - millis();
    }

    private void tell(Duration ahead) {
        boolean now = ahead.abs().compareTo(TOLERANCE) > 0;
        if (now && !off) {
            LOG.log(
                    Level.WARNING,
                    "this machine''s clock is {0} s {1} the control plane''s; the box goes by the control plane''s time,"
                            + " but certificates are checked by this clock: set it (NTP)",
                    Long.toString(ahead.abs().toSeconds()),
                    ahead.isNegative() ? "behind" : "ahead of");
        } else if (!now && off) {
            LOG.log(Level.INFO, "this machine''s clock is right again, by the control plane''s");
        }
        off = now;
    }

    @Override
    public long millis() {
        Anchor at = anchor;
        return at.millis() + TimeUnit.NANOSECONDS.toMillis(ticks.getAsLong() - at.nanos());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the network's time is UTC");
    }
}
