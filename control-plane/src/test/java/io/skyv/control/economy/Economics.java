package io.skyv.control.economy;

import java.math.BigInteger;

/** What properties are asked of: the state machine, the plain books, or plain books with a bug planted. */
interface Economics {
    /** The refusal's code, or "". */
    String apply(Operation operation);

    Standing standing();

    /** Stake and shares of a pool. */
    Price price(String transcoder);

    /** Everything that is {@code account}'s: liquid, in line, in pools, in locks, in fees, and in escrow for its grants. */
    BigInteger wealth(String account);

    record Price(BigInteger stake, BigInteger shares) {
        /** Whether a share is worth less than it was; an empty pool has no price. */
        boolean isBelow(Price before) {
            boolean both = shares.signum() > 0 && before.shares.signum() > 0;
            return both && stake.multiply(before.shares).compareTo(before.stake.multiply(shares)) < 0;
        }
    }

    static Economics fast(Parameters parameters, long inflationPpb) {
        Economy economy = new Economy(parameters, inflationPpb);
        return new Economics() {
            @Override
            public String apply(Operation operation) {
                return switch (economy.apply(operation)) {
                    case Outcome.Applied _ -> "";
                    case Outcome.Refused refused -> refused.refusal().code();
                };
            }

            @Override
            public Standing standing() {
                return economy.standing();
            }

            @Override
            public Price price(String transcoder) {
                Pool pool = economy.state().pool(transcoder);
                return pool == null
                        ? new Price(BigInteger.ZERO, BigInteger.ZERO)
                        : new Price(BigInteger.valueOf(pool.stakeMicros), pool.shares);
            }

            @Override
            public BigInteger wealth(String account) {
                return BigInteger.valueOf(Recount.wealth(economy.state(), account));
            }
        };
    }
}
