package io.skyv.control.economy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transcoder: its terms, and the pool of what is bonded to it. Money itself is counted in {@link Holdings}. */
final class Pool {
    /** Shares that one micro-SKYV buys in an empty pool. */
    static final BigInteger FIRST_SHARES_PER_MICRO = BigInteger.valueOf(1_000_000);

    private static final BigInteger FACTOR_UNIT = BigInteger.TEN.pow(18);

    final String transcoder;
    /** Earlier ones go first when stakes are equal. */
    final long registration;

    long priceMicros;
    long nextPriceMicros;
    long blockRewardCutPpm;
    long feeSharePpm;

    @Nullable
    Notice notice;

    boolean resigned;
    /** The last round in which it is no candidate; −1 if it was never jailed. */
    long jailedUntil = -1;

    long stakeMicros;
    BigInteger shares = BigInteger.ZERO;
    BigInteger feeFactor = BigInteger.ZERO;
    long unclaimedFeesMicros;

    @Nullable
    Seat seat;

    /** Whether it changed since somebody last asked. */
    boolean touched;

    final Map<String, Position> positions = new HashMap<>();
    final LockList locks = new LockList();
    private List<Position> line = new ArrayList<>();

    /** A change of the cut and the fee share that waits. */
    record Notice(long blockRewardCutPpm, long feeSharePpm, long dueRound) {}

    Pool(String transcoder, long registration) {
        this.transcoder = transcoder;
        this.registration = registration;
    }

    @Nullable
    Position find(String delegator) {
        return positions.get(delegator);
    }

    Position position(String delegator) {
        Position position = positions.get(delegator);
        if (position == null) {
            position = new Position(delegator, this);
            positions.put(delegator, position);
        }
        return position;
    }

    long ownValueMicros() {
        Position own = positions.get(transcoder);
        return own == null ? 0 : own.valueMicros();
    }

    boolean hasShares() {
        return shares.signum() > 0;
    }

    /**
     * Money enters at today's price.
     *
     * @return whether it bought shares; if not, nothing has changed
     */
    boolean enter(Position position, long micros) {
        BigInteger amount = BigInteger.valueOf(micros);
        BigInteger bought = hasShares()
                ? amount.multiply(shares).divide(BigInteger.valueOf(stakeMicros))
                : amount.multiply(FIRST_SHARES_PER_MICRO);
        if (bought.signum() == 0) {
            return false;
        }
        position.setShares(position.shares.add(bought));
        shares = shares.add(bought);
        stakeMicros += micros;
        return true;
    }

    /** Money leaves; shares of it are burned, rounded up, or all if it is all that the position is worth. */
    void leave(Position position, long micros) {
        BigInteger burned = micros == position.valueMicros()
                ? position.shares
                : Exact.up(BigInteger.valueOf(micros), shares, BigInteger.valueOf(stakeMicros))
                        .min(position.shares);
        position.setShares(position.shares.subtract(burned));
        shares = shares.subtract(burned);
        stakeMicros -= micros;
    }

    /** All shares are void; what was earned until now stays claimable. */
    void close() {
        for (Position position : positions.values()) {
            position.setShares(BigInteger.ZERO);
        }
        positions.values().removeIf(Position::isEmpty);
        shares = BigInteger.ZERO;
        stakeMicros = 0;
    }

    void addFees(long micros) {
        feeFactor =
                feeFactor.add(BigInteger.valueOf(micros).multiply(FACTOR_UNIT).divide(shares));
        unclaimedFeesMicros += micros;
    }

    void claimed(long micros) {
        unclaimedFeesMicros -= micros;
        if (unclaimedFeesMicros < 0) {
            throw new BrokenBooksException("more fees of " + transcoder + "'s pool are claimed than were paid");
        }
    }

    void standInLine(Position position) {
        if (!position.inLine) {
            position.inLine = true;
            line.add(position);
        }
    }

    /** Those in line, in order of delegator; nobody is in line afterwards. */
    List<Position> takeLine() {
        if (line.isEmpty()) {
            return List.of();
        }
        List<Position> taken = line;
        line = new ArrayList<>();
        taken.sort(Comparator.comparing(position -> position.delegator));
        taken.forEach(position -> position.inLine = false);
        return taken;
    }

    /** Forgets a position in which nothing is left. */
    void dropIfEmpty(Position position) {
        if (position.isEmpty()) {
            positions.remove(position.delegator);
        }
    }
}
