package io.skyv.control.projection;

/**
 * A {@link Movement} of one account as it is kept.
 *
 * @param round the ledger's after its block
 * @param timeMillis Unix time of its block
 */
public record BookedMovement(
        long block,
        int line,
        long round,
        long timeMillis,
        String kind,
        String about,
        long deltaMicros,
        long balanceMicros) {}
