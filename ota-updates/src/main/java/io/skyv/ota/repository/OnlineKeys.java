package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.RoleKeys;
import io.skyv.ota.metadata.Root;
import java.util.List;

/** The keys that are at hand for snapshot and timestamp; while one takes another's place, both. */
public record OnlineKeys(List<SigningKey> keys) {
    public OnlineKeys {
        keys = List.copyOf(keys);
    }

    public static OnlineKeys of(SigningKey... keys) {
        return new OnlineKeys(List.of(keys));
    }

    /**
     * Those that the root lets sign the role, no more than it needs.
     *
     * @throws UpdateException UNSIGNED if that would be too few
     */
    List<SigningKey> forRole(Root root, String role) throws UpdateException {
        RoleKeys wanted = root.authority(role).roleKeys();
        List<SigningKey> able = keys.stream()
                .filter(key -> wanted.keyIds().contains(key.id()))
                .limit(wanted.threshold())
                .toList();
        if (able.size() < wanted.threshold()) {
            throw new UpdateException(
                    Problem.UNSIGNED,
                    "root " + root.version() + " wants " + wanted.threshold() + " of the keys " + wanted.keyIds()
                            + " under " + role + ", and here are " + keys);
        }
        return able;
    }
}
