package io.skyv.control.genesis;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.id.Ids;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A value in a JSON file and the way to it, so that what is wrong with it can be said where it is. */
record JsonPlace(String way, JsonNode value) {
    static final String NO_ID = "must be an id: 1 to 64 of A-Z a-z 0-9 . _ : -";

    /** An object with none but these fields. */
    JsonPlace object(Set<String> known) throws MalformedGenesisException {
        TreeSet<String> unknown = new TreeSet<>();
        asObject().value.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw wrong("has an unknown field '" + unknown.first() + "'; the fields are "
                    + String.join(", ", new TreeSet<>(known)));
        }
        return this;
    }

    JsonPlace asObject() throws MalformedGenesisException {
        if (!value.isObject()) {
            throw wrong("must be an object");
        }
        return this;
    }

    boolean has(String field) {
        return value.has(field);
    }

    JsonPlace field(String name) throws MalformedGenesisException {
        if (!value.has(name)) {
            throw wrong("needs the field '" + name + "'");
        }
        return new JsonPlace(way.isEmpty() ? name : way + "." + name, value.get(name));
    }

    /** Each field of an object, in the file's order. */
    List<Map.Entry<String, JsonPlace>> fields() throws MalformedGenesisException {
        List<Map.Entry<String, JsonPlace>> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : asObject().value.properties()) {
            fields.add(Map.entry(field.getKey(), field(field.getKey())));
        }
        return fields;
    }

    List<JsonPlace> items() throws MalformedGenesisException {
        if (!value.isArray()) {
            throw wrong("must be an array");
        }
        List<JsonPlace> items = new ArrayList<>();
        for (JsonNode item : value) {
            items.add(new JsonPlace(way + "[" + items.size() + "]", item));
        }
        return items;
    }

    String text() throws MalformedGenesisException {
        if (!value.isTextual()) {
            throw wrong("must be a text");
        }
        return value.textValue();
    }

    String id() throws MalformedGenesisException {
        if (!Ids.isValid(text())) {
            throw wrong(NO_ID + ", not '" + text() + "'");
        }
        return text();
    }

    /** A whole number from 0 to {@code most}; without a fraction, also when that is nought. */
    long number(long most) throws MalformedGenesisException {
        BigInteger number = value.isIntegralNumber() ? value.bigIntegerValue() : BigInteger.ONE.negate();
        if (number.signum() < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            String given = value.isFloatingPointNumber() ? "one with a fraction or an exponent" : value.toString();
            throw wrong("must be a whole number from 0 to " + most + ", not " + given);
        }
        return number.longValueExact();
    }

    MalformedGenesisException wrong(String what) {
        return new MalformedGenesisException((way.isEmpty() ? "it" : "'" + way + "'") + " " + what);
    }
}
