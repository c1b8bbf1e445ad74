package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.MetaFile;
import io.skyv.ota.metadata.Role;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What all roles have in common, and the two that are made, not drafted. */
final class Drafts {
    private Drafts() {}

    static Json.Members start(String type, Instant expires) {
        return Json.Members.EMPTY
                .with("_type", new Json.Text(type))
                .with("spec_version", new Json.Text(Role.SPEC_VERSION))
                .with("version", new Json.Whole(1))
                .with("expires", date(expires));
    }

    static Json.Members next(Json.Members signed, Instant expires) throws UpdateException {
        return signed.with("version", new Json.Whole(signed.integer("version") + 1))
                .with("expires", date(expires));
    }

    static Json.Members snapshot(long version, Instant expires, Map<String, MetaFile> files) {
        return meta(Role.SNAPSHOT, version, expires, files);
    }

    static Json.Members timestamp(long version, Instant expires, MetaFile snapshot) {
        return meta(Role.TIMESTAMP, version, expires, Map.of("snapshot.json", snapshot));
    }

    private static Json.Members meta(String type, long version, Instant expires, Map<String, MetaFile> files) {
        Json.Members meta = Json.Members.EMPTY;
        for (String name : files.keySet().stream().sorted().toList()) {
            meta = meta.with(name, file(files.get(name)));
        }
        return start(type, expires).with("version", new Json.Whole(version)).with("meta", meta);
    }

    private static Json.Members file(@org.jspecify.annotations.Nullable MetaFile file) {
        if (file == null) {
            throw new IllegalArgumentException("a name without a file");
        }
        Json.Members json = Json.Members.EMPTY.with("version", new Json.Whole(file.version()));
        if (file.lengthBytes().isPresent()) {
            json = json.with("length", new Json.Whole(file.lengthBytes().getAsLong()));
        }
        return file.hashes().isPresent()
                ? json.with("hashes", hashes(file.hashes().get().hexByName()))
                : json;
    }

    static Json.Members hashes(Map<String, String> hexByName) {
        Json.Members json = Json.Members.EMPTY;
        for (Map.Entry<String, String> hash : hexByName.entrySet()) {
            json = json.with(hash.getKey(), new Json.Text(hash.getValue()));
        }
        return json;
    }

    /** TUF §4.2.3: whole seconds. */
    private static Json date(Instant instant) {
        return new Json.Text(instant.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
