package io.skyv.control.economy;

import java.math.BigInteger;

/**
 * What one delegator has in one pool, in micro-SKYV. Its value is its shares × the pool's stake / the pool's shares,
 * rounded down, and so changes with the pool though the position does not.
 *
 * @param lastFactor the pool's fee factor up to which {@code feesMicros} is reckoned; 0 without shares
 * @param feesMicros reckoned and not claimed
 * @param pendingMicros in line until the next round starts
 */
public record PositionStanding(
        String delegator,
        String transcoder,
        BigInteger shares,
        BigInteger lastFactor,
        long feesMicros,
        long pendingMicros) {
    static PositionStanding of(Position position) {
        return new PositionStanding(
                position.delegator,
                position.pool.transcoder,
                position.shares,
                position.lastFactor,
                position.feesMicros,
                position.pendingMicros);
    }

    /** Whether nothing is left in it. */
    public boolean isGone() {
        return shares.signum() == 0 && feesMicros == 0 && pendingMicros == 0;
    }
}
