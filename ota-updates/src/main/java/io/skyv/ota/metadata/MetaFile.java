package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.json.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a timestamp or snapshot promises of another metadata file (TUF §4.4).
 *
 * @param lengthBytes what it has exactly, if said
 */
public record MetaFile(long version, OptionalLong lengthBytes, Optional<Hashes> hashes) {
    public MetaFile {
        if (version < 1) {
            throw new IllegalArgumentException("a version is 1 or more, not " + version);
        }
    }

    static MetaFile read(Json.Members json) throws UpdateException {
        OptionalLong length = json.has("length") ? OptionalLong.of(json.integer("length")) : OptionalLong.empty();
        if (length.orElse(0) < 0) {
            throw UpdateException.malformed("a length is negative");
        }
        Optional<Hashes> hashes =
                json.has("hashes") ? Optional.of(Hashes.read(json.members("hashes"))) : Optional.empty();
        return new MetaFile(Role.readVersion(json), length, hashes);
    }

    /** @throws UpdateException MISMATCH unless these are bytes that it speaks of */
    public void check(String file, byte[] bytes) throws UpdateException {
        if (lengthBytes.isPresent() && lengthBytes.getAsLong() != bytes.length) {
            throw new UpdateException(
                    Problem.MISMATCH, file + " has " + bytes.length + " bytes instead of " + lengthBytes.getAsLong());
        }
        if (hashes.isPresent() && !hashes.get().match(bytes)) {
            throw new UpdateException(Problem.MISMATCH, file + " has not the hash that was promised");
        }
    }
}
