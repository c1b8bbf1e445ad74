package io.skyv.hardware.profile;

import io.skyv.hardware.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An object's members by name and kind. */
final class Fields {
    private final Json.Members object;

    Fields(Json json) {
        if (!(json instanceof Json.Members members)) {
            throw new IllegalArgumentException(json.at() + ": here an object is wanted");
        }
        this.object = members;
    }

    Set<String> names() {
        return object.members().keySet();
    }

    Optional<Fields> maybe(String name) {
        return Optional.ofNullable(object.members().get(name)).map(Fields::new);
    }

    Fields inner(String name) {
        return new Fields(wanted(name));
    }

    String text(String name) {
        return text(wanted(name));
    }

    Optional<String> maybeText(String name) {
        return Optional.ofNullable(object.members().get(name)).map(Fields::text);
    }

    int figure(String name) {
        return figure(wanted(name));
    }

    int figureOr(String name, int otherwise) {
        return object.members().containsKey(name) ? figure(name) : otherwise;
    }

    boolean truth(String name) {
        Json json = wanted(name);
        if (json instanceof Json.Truth truth) {
            return truth.value();
        }
        throw new IllegalArgumentException(json.at() + ": true or false is wanted");
    }

    List<String> texts(String name) {
        return items(name).stream().map(Fields::text).toList();
    }

    List<Integer> figures(String name) {
        return items(name).stream().map(Fields::figure).toList();
    }

    <T> List<T> list(String name, Function<Fields, T> each) {
        return items(name).stream().map(item -> each.apply(new Fields(item))).toList();
    }

    private List<Json> items(String name) {
        return switch (object.members().get(name)) {
            case null -> List.of();
            case Json.Items list -> list.items();
            case Json other -> throw new IllegalArgumentException(other.at() + ": a list is wanted");
        };
    }

    private Json wanted(String name) {
        Json json = object.members().get(name);
        if (json == null) {
            throw new IllegalArgumentException(object.at() + ": \"" + name + "\" is missing");
        }
        return json;
    }

    private static String text(Json json) {
        if (json instanceof Json.Text text) {
            return text.text();
        }
        throw new IllegalArgumentException(json.at() + ": a text is wanted");
    }

    private static int figure(Json json) {
        if (json instanceof Json.Figure figure) {
            try {
                return figure.value().intValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException(json.at() + ": a whole number is wanted", e);
            }
        }
        throw new IllegalArgumentException(json.at() + ": a number is wanted");
    }
}
