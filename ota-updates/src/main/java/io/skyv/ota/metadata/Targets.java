package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that a role vouches for, and whom it asks about others (TUF §4.5). */
public record Targets(long version, Instant expires, Map<String, TargetFile> files, Delegations delegations)
        implements Role {
    public Targets {
        files = Map.copyOf(files);
    }

    public static Targets read(Json.Members signed) throws UpdateException {
        Role.checkKind(TARGETS, signed);
        Json.Members targets = signed.members("targets");
        Map<String, TargetFile> files = new LinkedHashMap<>();
        for (String path : targets.values().keySet()) {
            files.put(path, TargetFile.read(path, targets.members(path)));
        }
        Delegations delegations =
                signed.has("delegations") ? Delegations.read(signed.members("delegations")) : Delegations.NONE;
        return new Targets(Role.readVersion(signed), Role.readExpires(signed), files, delegations);
    }
}
