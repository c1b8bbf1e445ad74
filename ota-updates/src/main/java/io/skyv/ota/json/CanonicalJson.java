package io.skyv.ota.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * OLPC canonical JSON, the form over which metadata is signed (TUF §4.1): no white space, members sorted by code point,
 * only the quotation mark and the backslash escaped.
 */
public final class CanonicalJson {
    private static final Comparator<String> BY_CODE_POINT = CanonicalJson::compare;

    private CanonicalJson() {}

    public static byte[] write(Json value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, Json value) {
        switch (value) {
            case Json.Members members -> appendMembers(out, members.values());
            case Json.Items items -> appendItems(out, items.values());
            case Json.Text text -> appendText(out, text.value());
            case Json.Whole whole -> out.append(whole.value());
            case Json.Truth truth -> out.append(truth.value());
            case Json.Nothing ignored -> out.append("null");
        }
    }

    private static void appendMembers(StringBuilder out, Map<String, Json> members) {
        List<String> names = new ArrayList<>(members.keySet());
        names.sort(BY_CODE_POINT);
        char before = '{';
        for (String name : names) {
            out.append(before);
            appendText(out, name);
            out.append(':');
            append(out, members.getOrDefault(name, new Json.Nothing()));
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private static void appendItems(StringBuilder out, List<Json> items) {
        char before = '[';
        for (Json item : items) {
            out.append(before);
            append(out, item);
            before = ',';
        }
        out.append(before == '[' ? "[]" : "]");
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    /** String's own order is that of UTF-16, which puts U+10000 before U+E000. */
    private static int compare(String a, String b) {
        int i = 0;
        int shorter = Math.min(a.length(), b.length());
        while (i < shorter && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        if (i == shorter) {
            return Integer.compare(a.length(), b.length());
        }
        boolean inPair = i > 0 && Character.isHighSurrogate(a.charAt(i - 1));
        int at = inPair ? i - 1 : i;
        return Integer.compare(a.codePointAt(at), b.codePointAt(at));
    }
}
