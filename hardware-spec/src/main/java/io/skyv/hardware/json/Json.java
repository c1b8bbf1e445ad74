package io.skyv.hardware.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259) that knows where it stands. */
public sealed interface Json {
    /** Where it begins. */
    Place at();

    /**
     * A line of a file.
     *
     * @param file as the user called it
     * @param line from 1
     */
    record Place(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** An object; its members keep their order. */
    record Members(Place at, Map<String, Json> members) implements Json {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** An array. */
    record Items(Place at, List<Json> items) implements Json {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Text(Place at, String text) implements Json {}

    record Figure(Place at, BigDecimal value) implements Json {}

    record Truth(Place at, boolean value) implements Json {}

    record Nothing(Place at) implements Json {}

    /**
     * {@code patch} merged over this value (RFC 7396 §2): objects member by member, where null takes one away; anything else
     * replaces what was there.
     */
    default Json mergedWith(Json patch) {
        if (!(patch instanceof Members changes)) {
            return patch;
        }
        Map<String, Json> merged = new LinkedHashMap<>();
        if (this instanceof Members mine) {
            merged.putAll(mine.members());
        }
        changes.members().forEach((name, value) -> {
            if (value instanceof Nothing) {
                merged.remove(name);
            } else {
                Json before = merged.getOrDefault(name, new Nothing(value.at()));
                merged.put(name, before.mergedWith(value));
            }
        });
        return new Members(patch.at(), merged);
    }
}
