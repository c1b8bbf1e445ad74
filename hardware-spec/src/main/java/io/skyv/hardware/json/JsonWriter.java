package io.skyv.hardware.json;

import java.util.List;
import java.util.Map;

/** Writes JSON for people: what fits on a line stands on one. */
public final class JsonWriter {
    private static final int LINE = 150;
    private static final int UNSPLIT_FROM = 1;

    private JsonWriter() {}

    /** The value's text, with a line feed at its end. */
    public static String write(Json json) {
        return text(json, 0) + "\n";
    }

    private static String text(Json json, int depth) {
        String flat = flat(json);
        boolean leaf = depth >= UNSPLIT_FROM && flat.length() <= LINE - 2 * depth && !holdsObjects(json);
        if (leaf) {
            return flat;
        }
        return switch (json) {
            case Json.Members object ->
                block(
                        "{",
                        object.members().entrySet().stream()
                                .map(member -> quoted(member.getKey()) + ": " + text(member.getValue(), depth + 1))
                                .toList(),
                        "}",
                        depth);
            case Json.Items list ->
                block(
                        "[",
                        list.items().stream().map(item -> text(item, depth + 1)).toList(),
                        "]",
                        depth);
            default -> flat;
        };
    }

    private static boolean holdsObjects(Json json) {
        return switch (json) {
            case Json.Items list -> list.items().stream().anyMatch(Json.Members.class::isInstance);
            case Json.Members object ->
                object.members().values().stream()
                        .anyMatch(value -> value instanceof Json.Members || holdsObjects(value));
            default -> false;
        };
    }

    private static String block(String open, List<String> inner, String close, int depth) {
        if (inner.isEmpty()) {
            return open + close;
        }
        String indent = "  ".repeat(depth + 1);
        return open + "\n" + indent + String.join(",\n" + indent, inner) + "\n" + "  ".repeat(depth) + close;
    }

    private static String flat(Json json) {
        return switch (json) {
            case Json.Members object ->
                "{"
                        + String.join(
                                ", ",
                                object.members().entrySet().stream()
                                        .map(JsonWriter::member)
                                        .toList())
                        + "}";
            case Json.Items list ->
                "["
                        + String.join(
                                ", ",
                                list.items().stream().map(JsonWriter::flat).toList()) + "]";
            case Json.Text text -> quoted(text.text());
            case Json.Figure figure -> figure.value().toPlainString();
            case Json.Truth truth -> Boolean.toString(truth.value());
            case Json.Nothing _ -> "null";
        };
    }

    private static String member(Map.Entry<String, Json> member) {
        return quoted(member.getKey()) + ": " + flat(member.getValue());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
