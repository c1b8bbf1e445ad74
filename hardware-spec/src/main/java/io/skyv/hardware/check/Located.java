package io.skyv.hardware.check;

import io.skyv.hardware.json.Json;
import java.util.List;
import java.util.Optional;

/** A profile's JSON, in which a JSON pointer (RFC 6901) leads to a line. */
record Located(Json root) {
    /** Where the member stands, or the nearest one around it. */
    Json.Place at(String pointer) {
        Json here = root;
        for (String step : steps(pointer)) {
            Optional<Json> next = step(here, step);
            if (next.isEmpty()) {
                break;
            }
            here = next.get();
        }
        return here.at();
    }

    Fault fault(String pointer, String rule, String explanation) {
        return new Fault(at(pointer), pointer, rule, explanation);
    }

    static List<String> steps(String pointer) {
        return pointer.isEmpty()
                ? List.of()
                : List.of(pointer.substring(1).split("/", -1)).stream()
                        .map(step -> step.replace("~1", "/").replace("~0", "~"))
                        .toList();
    }

    private static Optional<Json> step(Json json, String step) {
        return switch (json) {
            case Json.Members object -> Optional.ofNullable(object.members().get(step));
            case Json.Items list ->
                step.matches("\\d{1,6}")
                                && Integer.parseInt(step) < list.items().size()
                        ? Optional.of(list.items().get(Integer.parseInt(step)))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
