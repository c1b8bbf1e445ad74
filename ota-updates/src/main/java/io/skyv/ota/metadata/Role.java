package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/** The part of a metadata file that is signed. */
public sealed interface Role permits Root, Timestamp, Snapshot, Targets {
    String ROOT = "root";
    String TIMESTAMP = "timestamp";
    String SNAPSHOT = "snapshot";
    String TARGETS = "targets";
    Set<String> TOP_LEVEL = Set.of(ROOT, TIMESTAMP, SNAPSHOT, TARGETS);

    /** What we write, and the newest that we read. */
    String SPEC_VERSION = "1.0.34";

    int DATE_TIME_CHARS = "1985-10-21T01:21:00Z".length();

    /** 1 or more; only ever rises. */
    long version();

    /** From then on it is not to be trusted. */
    Instant expires();

    /** @throws UpdateException MALFORMED unless it is of the type, and of the specification's first major version */
    static void checkKind(String type, Json.Members signed) throws UpdateException {
        if (!signed.text("_type").equals(type)) {
            throw UpdateException.malformed("not " + type + " metadata, but " + signed.text("_type"));
        }
        String spec = signed.text("spec_version");
        if (!spec.startsWith("1.")) {
            throw UpdateException.malformed("of version " + spec + " of the specification; this client reads 1");
        }
    }

    static long readVersion(Json.Members json) throws UpdateException {
        long version = json.integer("version");
        if (version < 1) {
            throw UpdateException.malformed("a version is 1 or more, not " + version);
        }
        return version;
    }

    /** TUF §4.2.3: always UTC, whole seconds. */
    static Instant readExpires(Json.Members signed) throws UpdateException {
        String text = signed.text("expires");
        try {
            if (text.length() == DATE_TIME_CHARS && text.endsWith("Z")) {
                return Instant.parse(text);
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw UpdateException.malformed("\"expires\" must be like 1985-10-21T01:21:00Z, not \"" + text + "\"");
    }
}
