package io.skyv.hardware.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.skyv.hardware.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Compares a profile with {@code board-profile.schema.json} (JSON Schema 2020-12). */
final class SchemaCheck {
    private static final JsonSchema SCHEMA = schema();

    /** Every number of so many digits is a long. */
    private static final int LONG_DIGITS = 18;

    private SchemaCheck() {}

    static List<Fault> faults(Json profile) {
        Located located = new Located(profile);
        return SCHEMA.validate(node(profile)).stream()
                .map(message -> fault(located, message))
                .distinct()
                .sorted(Comparator.comparing((Fault fault) -> fault.at().line()).thenComparing(Fault::path))
                .toList();
    }

    /** The members that every profile has. */
    static List<String> required() {
        List<String> names = new ArrayList<>();
        SCHEMA.getSchemaNode().get("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Fault fault(Located located, ValidationMessage message) {
        String path = message.getInstanceLocation().toString();
        String property = message.getProperty();
        String words = message.getMessage().replaceFirst("^[^:]*: ", "");
        return switch (message.getType()) {
            case "additionalProperties", "unevaluatedProperties" ->
                located.fault(
                        path + "/" + property.replace("~", "~0").replace("/", "~1"),
                        "unknown-member",
                        "there is no member \"" + property + "\" here; see whether it is misspelt");
            case "required" -> located.fault(path, "missing-member", "\"" + property + "\" is missing here");
            case "enum" -> located.fault(path, "not-one-of", words);
            case "false" ->
                located.fault(path, "member-does-not-fit", "this member does not belong to one of this kind or role");
            case "pattern", "minLength", "maxLength", "propertyNames" -> located.fault(path, "form", words);
            case "minimum", "maximum", "const" -> located.fault(path, "bounds", words);
            case "type" -> located.fault(path, "type", words);
            default -> located.fault(path, "schema-" + message.getType(), words);
        };
    }

    private static JsonSchema schema() {
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
        try (InputStream in = SchemaCheck.class.getResourceAsStream("/io/skyv/hardware/board-profile.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new ObjectMapper().readTree(in), config);
        } catch (IOException e) {
            throw new IllegalStateException("the program's own schema cannot be read", e);
        }
    }

    private static JsonNode node(Json json) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (json) {
            case Json.Members object -> {
                ObjectNode node = make.objectNode();
                object.members().forEach((name, value) -> node.set(name, node(value)));
                yield node;
            }
            case Json.Items list -> {
                ArrayNode node = make.arrayNode();
                list.items().forEach(item -> node.add(node(item)));
                yield node;
            }
            case Json.Text text -> make.textNode(text.text());
            case Json.Figure figure -> figure(figure.value());
            case Json.Truth truth -> make.booleanNode(truth.value());
            case Json.Nothing _ -> make.nullNode();
        };
    }

    /** 17.0 is whole (JSON Schema 2020-12); a number longer than any that the schema allows is as wrong as the longest long. */
    private static JsonNode figure(BigDecimal value) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        boolean whole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
        if (!whole) {
            return make.numberNode(value);
        }
        boolean isLong = value.precision() - (long) value.scale() <= LONG_DIGITS;
        return make.numberNode(isLong ? value.longValueExact() : value.signum() * Long.MAX_VALUE);
    }
}
