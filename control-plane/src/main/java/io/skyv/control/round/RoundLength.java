package io.skyv.control.round;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a round is. Rounds begin at whole multiples of it since the beginning of 1970 in UTC, so that those of a day
 * are UTC days; one that starts late is shorter, and none is made up for.
 */
public record RoundLength(Duration length) {
    /** Shorter ones would be mostly the work of starting. */
    static final Duration LEAST = Duration.ofSeconds(1);

    static final Duration MOST = Duration.ofDays(365);

    public RoundLength {
        if (length.compareTo(LEAST) < 0 || length.compareTo(MOST) > 0 || length.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "skyv.round is PT1S to P365D in whole milliseconds, not " + length + "; a day is P1D");
        }
    }

    /**
     * Whether the next round shall start.
     *
     * @param round the ledger's; 0 before the first one, which starts at once
     * @param startedAt when that one started
     */
    boolean isDue(long round, Instant startedAt, Instant now) {
        return round == 0 || number(now) > number(startedAt);
    }

    /** When the round after one that started then is due. */
    Instant dueAfter(Instant startedAt) {
        return Instant.ofEpochMilli(Math.multiplyExact(number(startedAt) + 1, length.toMillis()));
    }

    private long number(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), length.toMillis());
    }
}
