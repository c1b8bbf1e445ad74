package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;

/**
 * A file that may be installed (TUF §4.5).
 *
 * @param path relative, with slashes; nothing says that it is a good file name
 * @param custom what the signer adds; empty if nothing
 */
public record TargetFile(String path, long lengthBytes, Hashes hashes, Json.Members custom) {
    public TargetFile {
        if (lengthBytes < 0) {
            throw new IllegalArgumentException("a length is negative");
        }
    }

    static TargetFile read(String path, Json.Members json) throws UpdateException {
        long length = json.integer("length");
        if (length < 0) {
            throw UpdateException.malformed("a length is negative");
        }
        Json.Members custom = json.has("custom") ? json.members("custom") : Json.Members.EMPTY;
        return new TargetFile(path, length, Hashes.read(json.members("hashes")), custom);
    }
}
