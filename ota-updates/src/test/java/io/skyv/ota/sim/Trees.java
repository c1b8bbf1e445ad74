package io.skyv.ota.sim;

import io.skyv.ota.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON as maps and lists that a test may change as it likes. */
public final class Trees {
    private Trees() {}

    public static Json json(Object tree) {
        return switch (tree) {
            case Map<?, ?> map -> {
                Map<String, Json> members = new LinkedHashMap<>();
                map.forEach((name, value) -> members.put((String) name, json(value)));
                yield new Json.Members(members);
            }
            case List<?> list -> new Json.Items(list.stream().map(Trees::json).toList());
            case String text -> new Json.Text(text);
            case Long number -> new Json.Whole(number);
            case Boolean truth -> new Json.Truth(truth);
            default -> throw new IllegalArgumentException("no JSON: " + tree);
        };
    }

    public static Object tree(Json json) {
        return switch (json) {
            case Json.Members members -> {
                Map<String, Object> map = new LinkedHashMap<>();
                members.values().forEach((name, value) -> map.put(name, tree(value)));
                yield map;
            }
            case Json.Items items ->
                items.values().stream().map(Trees::tree).collect(Collectors.toCollection(java.util.ArrayList::new));
            case Json.Text text -> text.value();
            case Json.Whole whole -> whole.value();
            case Json.Truth truth -> truth.value();
            case Json.Nothing nothing -> throw new IllegalArgumentException("no tree: " + nothing);
        };
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object tree) {
        return (Map<String, Object>) tree;
    }

    @SuppressWarnings("unchecked")
    public static List<Object> list(Object tree) {
        return (List<Object>) tree;
    }
}
