package io.skyv.ota.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** JSON as files have it, indented for people; signatures are over {@link CanonicalJson}, not over this. */
public final class JsonText {
    private static final int FIRST_PRINTABLE = 0x20;

    private JsonText() {}

    public static byte[] write(Json value) {
        StringBuilder out = new StringBuilder();
        append(out, value, "\n");
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Json value, String lineBreak) {
        switch (value) {
            case Json.Members members -> appendMembers(out, members.values(), lineBreak);
            case Json.Items items -> appendItems(out, items.values(), lineBreak);
            case Json.Text text -> appendText(out, text.value());
            case Json.Whole whole -> out.append(whole.value());
            case Json.Truth truth -> out.append(truth.value());
            case Json.Nothing ignored -> out.append("null");
        }
    }

    private static void appendMembers(StringBuilder out, Map<String, Json> members, String lineBreak) {
        String inner = lineBreak + " ";
        String before = "{";
        for (Map.Entry<String, Json> member : members.entrySet()) {
            out.append(before).append(inner);
            appendText(out, member.getKey());
            out.append(": ");
            append(out, member.getValue(), inner);
            before = ",";
        }
        out.append(members.isEmpty() ? "{}" : lineBreak + "}");
    }

    private static void appendItems(StringBuilder out, List<Json> items, String lineBreak) {
        String inner = lineBreak + " ";
        String before = "[";
        for (Json item : items) {
            out.append(before).append(inner);
            append(out, item, inner);
            before = ",";
        }
        out.append(items.isEmpty() ? "[]" : lineBreak + "]");
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                out.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
