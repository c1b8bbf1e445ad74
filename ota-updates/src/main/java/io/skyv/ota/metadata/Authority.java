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
        Set<PublicKey> signers = new HashSet<>();
        byte[] message = metadata.message();
        for (String id : roleKeys.keyIds()) {
            String hex = metadata.signatures().get(id);
            TufKey key = keys.get(id);
            if (hex != null && key != null) {
                key.signer(message, bytes(hex)).ifPresent(signers::add);
            }
            if (signers.size() >= roleKeys.threshold()) {
                return;
            }
        }
        throw new UpdateException(
                Problem.UNSIGNED,
                role + " has " + signers.size() + " good signatures of the " + roleKeys.threshold() + " that it needs");
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
