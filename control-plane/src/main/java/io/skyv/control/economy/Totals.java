package io.skyv.control.economy;

/**
 * All money there is, and where it is, in micro-SKYV: liquid, pending, stake, fees, box bonds, locks and escrow are
 * together the supply.
 *
 * @param burnedMicros what there was and is no more: with the supply it is all that was ever minted
 * @param liquidMicros what accounts have free to spend
 * @param pendingMicros in line for pools
 * @param stakeMicros in pools
 * @param feesMicros delegators' parts of fees that nobody has claimed yet
 * @param locksMicros on its way out of pools and bonds
 * @param escrowMicros set aside for open grants
 * @param mintableMicros what the running round can mint when it ends
 */
public record Totals(
        long round,
        long supplyMicros,
        long burnedMicros,
        long liquidMicros,
        long pendingMicros,
        long stakeMicros,
        long feesMicros,
        long boxBondsMicros,
        long locksMicros,
        long escrowMicros,
        int openGrants,
        long inflationPpb,
        long mintableMicros) {}
