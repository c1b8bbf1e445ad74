package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which versions of all targets metadata belong together (TUF §4.4).
 *
 * @param files by role with ".json", such as targets.json
 */
public record Snapshot(long version, Instant expires, Map<String, MetaFile> files) implements Role {
    public Snapshot {
        files = Map.copyOf(files);
    }

    public static Snapshot read(Json.Members signed) throws UpdateException {
        Role.checkKind(SNAPSHOT, signed);
        Json.Members meta = signed.members("meta");
        Map<String, MetaFile> files = new LinkedHashMap<>();
        for (String name : meta.values().keySet()) {
            files.put(name, MetaFile.read(meta.members(name)));
        }
        return new Snapshot(Role.readVersion(signed), Role.readExpires(signed), files);
    }

    public Optional<MetaFile> of(String role) {
        return Optional.ofNullable(files.get(role + ".json"));
    }
}
