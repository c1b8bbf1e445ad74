package io.skyv.hardware.check;

import io.skyv.hardware.json.Json;

/**
 * One thing that is wrong with a profile.
 *
 * @param path of the member, as a JSON pointer (RFC 6901); empty for the whole
 * @param rule its short name; hardware-spec/spec/rules.md has all of them
 * @param explanation what is wrong, and what would be right
 */
public record Fault(Json.Place at, String path, String rule, String explanation) {
    @Override
    public String toString() {
        return at + ": " + (path.isEmpty() ? "" : path + ": ") + rule + ": " + explanation;
    }
}
