package io.skyv.control.economy;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A transcoder and its pool, in micro-SKYV.
 *
 * @param registration from 0, in the order of registering
 * @param nextPriceMicros per segment, from the next round on
 * @param notice a change of cut and fee share that waits
 * @param jailedUntil the last round in which it is no candidate; −1 if it was never jailed
 * @param feesMicros of its delegators, not claimed yet
 */
public record TranscoderStanding(
        String id,
        long registration,
        long priceMicros,
        long nextPriceMicros,
        long blockRewardCutPpm,
        long feeSharePpm,
        Optional<Notice> notice,
        boolean resigned,
        long jailedUntil,
        long stakeMicros,
        BigInteger shares,
        BigInteger feeFactor,
        long feesMicros) {
    /** @param dueRound from this round on it is so */
    public record Notice(long blockRewardCutPpm, long feeSharePpm, long dueRound) {}

    static TranscoderStanding of(Pool pool) {
        return new TranscoderStanding(
                pool.transcoder,
                pool.registration,
                pool.priceMicros,
                pool.nextPriceMicros,
                pool.blockRewardCutPpm,
                pool.feeSharePpm,
                Optional.ofNullable(pool.notice)
                        .map(notice -> new Notice(notice.blockRewardCutPpm(), notice.feeSharePpm(), notice.dueRound())),
                pool.resigned,
                pool.jailedUntil,
                pool.stakeMicros,
                pool.shares,
                pool.feeFactor,
                pool.unclaimedFeesMicros);
    }
}
