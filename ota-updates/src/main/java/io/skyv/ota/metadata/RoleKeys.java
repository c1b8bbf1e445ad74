package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who may sign a role, and how many must: ids of keys, each once, and a number of 1 or more. */
public record RoleKeys(List<String> keyIds, long threshold) {
    public RoleKeys {
        keyIds = List.copyOf(keyIds);
        if (threshold < 1 || new HashSet<>(keyIds).size() != keyIds.size()) {
            throw new IllegalArgumentException("a threshold of " + threshold + ", or a key twice");
        }
    }

    static RoleKeys read(Json.Members json) throws UpdateException {
        List<String> ids = json.texts("keyids");
        Set<String> distinct = new HashSet<>(ids);
        long threshold = json.integer("threshold");
        if (threshold < 1) {
            throw UpdateException.malformed("a threshold is 1 or more, not " + threshold);
        }
        if (distinct.size() != ids.size()) {
            throw UpdateException.malformed("a role has the same key twice");
        }
        return new RoleKeys(ids, threshold);
    }

    /** Has one of its keys been taken away since? Adding one is no rotation: those that were trusted are still. */
    public boolean lostAKeyIn(RoleKeys newer) {
        return !newer.keyIds.containsAll(keyIds);
    }
}
