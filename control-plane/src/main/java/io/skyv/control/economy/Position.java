package io.skyv.control.economy;

import java.math.BigInteger;

/** What one delegator has in one pool. A position without shares has no last factor. */
final class Position {
    private static final BigInteger FACTOR_UNIT = BigInteger.TEN.pow(18);

    final String delegator;
    final Pool pool;
    BigInteger shares = BigInteger.ZERO;
    /** The pool's fee factor up to which {@link #feesMicros} is reckoned. */
    BigInteger lastFactor = BigInteger.ZERO;

    long feesMicros;
    long pendingMicros;
    int openLocks;
    /** Whether it stands in the pool's line; it does until the round starts, also when its bond was taken back. */
    boolean inLine;
    /** Whether it changed since somebody last asked. */
    boolean touched;

    Position(String delegator, Pool pool) {
        this.delegator = delegator;
        this.pool = pool;
    }

    /** shares × stake / poolShares, rounded down, in micro-SKYV. */
    long valueMicros() {
        if (shares.signum() == 0) {
            return 0;
        }
        if (shares.equals(pool.shares)) {
            return pool.stakeMicros;
        }
        return shares.multiply(BigInteger.valueOf(pool.stakeMicros))
                .divide(pool.shares)
                .longValueExact();
    }

    /** What could be claimed now; changes nothing. */
    long claimableMicros() {
        return feesMicros + newFeesMicros();
    }

    private long newFeesMicros() {
        if (shares.signum() == 0 || lastFactor.equals(pool.feeFactor)) {
            return 0;
        }
        return shares.multiply(pool.feeFactor.subtract(lastFactor))
                .divide(FACTOR_UNIT)
                .longValueExact();
    }

    /** Reckons the fees, then changes the shares. */
    void setShares(BigInteger newShares) {
        feesMicros += newFeesMicros();
        shares = newShares;
        lastFactor = newShares.signum() == 0 ? BigInteger.ZERO : pool.feeFactor;
    }

    /** Everything that could be claimed is. */
    void feesClaimed() {
        feesMicros = 0;
        lastFactor = shares.signum() == 0 ? BigInteger.ZERO : pool.feeFactor;
    }

    /** Holds nothing itself; locks may still have come from it. */
    boolean isBlank() {
        return shares.signum() == 0 && feesMicros == 0 && pendingMicros == 0;
    }

    /** Nothing needs it any more. */
    boolean isEmpty() {
        return isBlank() && openLocks == 0 && !inLine;
    }
}
