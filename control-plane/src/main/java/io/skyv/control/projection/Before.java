package io.skyv.control.projection;

import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * What the projections say before some blocks, of all that these change.
 *
 * @param balancesMicros by account
 * @param owners by box
 * @param ownShares of transcoders in their own pools; only needed if one of the blocks starts a round
 * @param blocksByHash numbers of the blocks whose hashes are seeds here
 */
public record Before(
        Map<String, Long> balancesMicros,
        Map<String, String> owners,
        Map<String, BigInteger> ownShares,
        Map<Digest, Long> blocksByHash) {
    public static final Before NOTHING = new Before(Map.of(), Map.of(), Map.of(), Map.of());

    public Before {
        balancesMicros = new HashMap<>(balancesMicros);
        owners = new HashMap<>(owners);
        ownShares = new HashMap<>(ownShares);
        blocksByHash = new HashMap<>(blocksByHash);
    }
}
