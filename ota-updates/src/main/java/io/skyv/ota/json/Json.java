package io.skyv.ota.json;

import io.skyv.ota.UpdateException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value without fractions: canonical JSON has none. */
public sealed interface Json {
    /** Members in the order in which they were read. */
    record Members(Map<String, Json> values) implements Json {
        public static final Members EMPTY = new Members(Map.of());

        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** @throws UpdateException MALFORMED unless there is such a member and it is a string */
        public String text(String name) throws UpdateException {
            return as(Text.class, name).value();
        }

        /** @throws UpdateException MALFORMED unless there is such a member and it is an integer */
        public long integer(String name) throws UpdateException {
            return as(Whole.class, name).value();
        }

        /** @throws UpdateException MALFORMED unless there is such a member and it is an object */
        public Members members(String name) throws UpdateException {
            return as(Members.class, name);
        }

        /** @throws UpdateException MALFORMED unless there is such a member and it is an array */
        public List<Json> items(String name) throws UpdateException {
            return as(Items.class, name).values();
        }

        /** @throws UpdateException MALFORMED unless there is such a member and it is true or false */
        public boolean truth(String name) throws UpdateException {
            return as(Truth.class, name).value();
        }

        /** @throws UpdateException MALFORMED unless there is such a member and it is an array of strings */
        public List<String> texts(String name) throws UpdateException {
            List<Json> items = items(name);
            String[] texts = new String[items.size()];
            for (int i = 0; i < texts.length; i++) {
                if (!(items.get(i) instanceof Text text)) {
                    throw UpdateException.malformed("\"" + name + "\" must be a list of strings");
                }
                texts[i] = text.value();
            }
            return List.of(texts);
        }

        public boolean has(String name) {
            return values.containsKey(name);
        }

        public Optional<Json> get(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** The same with another value in its place, or behind the others. */
        public Members with(String name, Json value) {
            Map<String, Json> changed = new LinkedHashMap<>(values);
            changed.put(name, value);
            return new Members(changed);
        }

        public Members without(String name) {
            Map<String, Json> changed = new LinkedHashMap<>(values);
            changed.remove(name);
            return new Members(changed);
        }

        private <T extends Json> T as(Class<T> type, String name) throws UpdateException {
            Json value = values.get(name);
            if (!type.isInstance(value)) {
                throw UpdateException.malformed(
                        "\"" + name + "\" is " + (value == null ? "missing" : "of the wrong type"));
            }
            return type.cast(value);
        }
    }

    record Items(List<Json> values) implements Json {
        public static Items of(List<String> texts) {
            return new Items(texts.stream().map(text -> (Json) new Text(text)).toList());
        }

        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(String value) implements Json {}

    record Whole(long value) implements Json {}

    record Truth(boolean value) implements Json {}

    record Nothing() implements Json {}
}
