package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.time.Instant;

/** Which snapshot is the newest (TUF §4.6). */
public record Timestamp(long version, Instant expires, MetaFile snapshot) implements Role {
    public static Timestamp read(Json.Members signed) throws UpdateException {
        Role.checkKind(TIMESTAMP, signed);
        MetaFile snapshot = MetaFile.read(signed.members("meta").members("snapshot.json"));
        return new Timestamp(Role.readVersion(signed), Role.readExpires(signed), snapshot);
    }
}
