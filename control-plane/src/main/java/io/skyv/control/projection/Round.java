package io.skyv.control.projection;

import java.util.OptionalLong;

/**
 * A round as it began.
 *
 * @param seed 64 hex digits, of which the lot was drawn
 * @param seedBlock number of the block whose hash the seed is
 * @param block the one that started it
 * @param timeMillis Unix time of that block
 * @param mintedMicros what the round before was paid
 * @param unseatedMicros stake of the candidates without a seat by rank, together
 * @param draw the number that was drawn under it; nothing if there was nobody to draw
 */
public record Round(
        long number,
        String seed,
        long seedBlock,
        long block,
        long timeMillis,
        long supplyMicros,
        long stakeMicros,
        long inflationPpb,
        long mintableMicros,
        long mintedMicros,
        long activeSetSize,
        long minSelfBond,
        long minOnlineSeconds,
        long unseatedMicros,
        OptionalLong draw) {}
