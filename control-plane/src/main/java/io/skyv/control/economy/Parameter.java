package io.skyv.control.economy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The figures that the network agrees on, by name; the order is part of the byte forms. */
public enum Parameter {
    /** Seats by rank; one more is drawn. */
    ACTIVE_SET_SIZE("activeSetSize", 3),
    /** Least bond and least position, in micro-SKYV. */
    MIN_BOND("minBond", 1_000_000),
    /** Least own position of a candidate, in micro-SKYV. */
    MIN_SELF_BOND("minSelfBond", 1_000_000),
    /** Least bond of a box that is rewarded, in micro-SKYV. */
    MIN_BOX_BOND("minBoxBond", 1_000_000),
    UNBONDING_ROUNDS("unbondingRounds", 7),
    JAIL_ROUNDS("jailRounds", 7),
    /** Rounds after a grant's last one in which receipts still count. */
    SETTLEMENT_ROUNDS("settlementRounds", 2),
    /** What inflation rises or falls by in a round, in parts per billion. */
    INFLATION_CHANGE_PPB("inflationChangePpb", 500),
    TARGET_BONDING_PPM("targetBondingPpm", 500_000),
    ABILITY_PPM("abilityPpm", 200_000),
    CONTRIBUTION_PPM("contributionPpm", 350_000),
    BOOKKEEPING_PPM("bookkeepingPpm", 50_000),
    /** Share of each payment that is burned. */
    PROTOCOL_FEE_PPM("protocolFeePpm", 100_000),
    /** Share of what a box's traffic burned that it can be rewarded with. */
    CONTRIBUTION_CAP_PPM("contributionCapPpm", 500_000),
    /** Share of an offender's own loss that the finder gets. */
    FINDER_FEE_PPM("finderFeePpm", 50_000),
    /** Lowest price of a grant, in micro-SKYV for 2³⁰ bytes. */
    MIN_PRICE_PER_GIB("minPricePerGiB", 0),
    CAPACITY_CAP_KBPS("capacityCapKbps", 1_000_000),
    MIN_ONLINE_SECONDS("minOnlineSeconds", 43_200),
    COSIGN_QUORUM_PPM("cosignQuorumPpm", 900_000);

    private static final Map<String, Parameter> BY_NAME = new HashMap<>();

    static {
        for (Parameter parameter : values()) {
            BY_NAME.put(parameter.inWords, parameter);
        }
    }

    private final String inWords;
    private final long byDefault;

    Parameter(String inWords, long byDefault) {
        this.inWords = inWords;
        this.byDefault = byDefault;
    }

    /** The name that {@code setParameter} takes. */
    public String inWords() {
        return inWords;
    }

    long byDefault() {
        return byDefault;
    }

    public static Optional<Parameter> named(String inWords) {
        return Optional.ofNullable(BY_NAME.get(inWords));
    }

    /** Whether {@code value} alone is in range; what the three pools' shares come to together is not asked here. */
    boolean allows(long value) {
        long least = this == ACTIVE_SET_SIZE ? 1 : 0;
        long most = inWords.endsWith("Ppm") ? Parameters.PPM : Economy.MAX_SUPPLY_MICROS;
        return value >= least && value <= most;
    }
}
