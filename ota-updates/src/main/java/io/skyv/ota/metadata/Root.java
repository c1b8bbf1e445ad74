package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who may sign the four top roles (TUF §4.3). */
public record Root(
        long version,
        Instant expires,
        boolean consistentSnapshot,
        Map<String, TufKey> keys,
        Map<String, RoleKeys> roles)
        implements Role {
    public Root {
        keys = Map.copyOf(keys);
        roles = Map.copyOf(roles);
        if (!roles.keySet().containsAll(TOP_LEVEL)) {
            throw new IllegalArgumentException("a root has the four top roles");
        }
    }

    public static Root read(Json.Members signed) throws UpdateException {
        Role.checkKind(ROOT, signed);
        Map<String, RoleKeys> roles = new LinkedHashMap<>();
        Json.Members roleKeys = signed.members("roles");
        for (String name : roleKeys.values().keySet()) {
            roles.put(name, RoleKeys.read(roleKeys.members(name)));
        }
        for (String name : TOP_LEVEL) {
            if (!roles.containsKey(name)) {
                throw UpdateException.malformed("root does not say who signs " + name);
            }
        }
        boolean consistent = signed.has("consistent_snapshot") && signed.truth("consistent_snapshot");
        Map<String, TufKey> keys = readKeys(signed.members("keys"));
        return new Root(Role.readVersion(signed), Role.readExpires(signed), consistent, keys, roles);
    }

    static Map<String, TufKey> readKeys(Json.Members json) throws UpdateException {
        Map<String, TufKey> keys = new LinkedHashMap<>();
        for (String id : json.values().keySet()) {
            keys.put(id, TufKey.read(id, json.members(id)));
        }
        return keys;
    }

    public Authority authority(String role) {
        RoleKeys roleKeys = roles.get(role);
        if (roleKeys == null) {
            throw new IllegalArgumentException("root knows no role " + role);
        }
        return new Authority(role, keys, roleKeys);
    }

    /** Were keys of the timestamp or the snapshot taken away in the newer one? (TUF §5.3.11) */
    public boolean rotatesOnlineKeys(Root newer) {
        return authority(TIMESTAMP)
                        .roleKeys()
                        .lostAKeyIn(newer.authority(TIMESTAMP).roleKeys())
                || authority(SNAPSHOT)
                        .roleKeys()
                        .lostAKeyIn(newer.authority(SNAPSHOT).roleKeys());
    }
}
