package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** A role's keys as one delegator has them: what is signed by a threshold of them is the role's word. */
public record Authority(String role, Map<String, TufKey> keys, RoleKeys roleKeys) {
    /**
     * Counts keys, not ids and not signatures (TUF §5.3.4): a key under two ids is one.
     *
     * @throws UpdateException UNSIGNED below the threshold
     */
    public void check(Signed<?> metadata) throws UpdateException {
        int good = count(metadata);
        if (good < roleKeys.threshold()) {
            throw new UpdateException(
                    Problem.UNSIGNED,
                    role + " has " + good + " good signatures of the " + roleKeys.threshold() + " that it needs");
        }
    }

    /** Keys that have signed it, no more than are needed. */
    public int count(Signed<?> metadata) {
        Set<PublicKey> signers = new HashSet<>();
        byte[] message = metadata.message();
        for (String id : roleKeys.keyIds()) {
            String hex = metadata.signatures().get(id);
            TufKey key = keys.get(id);
            if (hex != null && key != null && signers.size() < roleKeys.threshold()) {
                key.signer(message, bytes(hex)).ifPresent(signers::add);
            }
        }
        return signers.size();
    }

    /** Empty, and so no signature, if it is not hexadecimal. */
    private static byte[] bytes(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
