package io.skyv.hardware.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON text. Two members of one name are an error, as is anything after the value. */
public final class JsonText {
    /** Longest text, in characters; a long profile has a tenth of it. */
    public static final int MAX_CHARACTERS = 256 * 1024;

    /** How deep arrays and objects may be in one another. */
    static final int MAX_DEPTH = 16;

    /** Longest number, in characters; written out without an exponent it has at most as many digits on either side of the point. */
    static final int MAX_NUMBER_CHARACTERS = 1000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_CHARACTERS)
                    .build())
            .build();

    private JsonText() {}

    /**
     * @param file what {@link Json.Place} calls it
     * @throws JsonSyntaxException if it is not JSON; it names the line
     */
    public static Json read(String file, String text) throws JsonSyntaxException {
        if (text.length() > MAX_CHARACTERS) {
            throw new JsonSyntaxException(
                    new Json.Place(file, 1), "it is longer than " + MAX_CHARACTERS + " characters");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            Json value = value(parser, file, parser.nextToken());
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException(place(parser, file), "something follows after the profile's end");
            }
            return value;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new JsonSyntaxException(new Json.Place(file, Math.max(1, line)), e.getOriginalMessage());
        } catch (IOException e) {
            throw new AssertionError("a text in memory is always read", e);
        }
    }

    private static Json value(JsonParser parser, String file, JsonToken token) throws IOException, JsonSyntaxException {
        Json.Place at = place(parser, file);
        return switch (token) {
            case START_OBJECT -> new Json.Members(at, members(parser, file));
            case START_ARRAY -> new Json.Items(at, items(parser, file));
            case VALUE_STRING -> new Json.Text(at, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Figure(at, number(at, parser.getText()));
            case VALUE_TRUE, VALUE_FALSE -> new Json.Truth(at, parser.getBooleanValue());
            case VALUE_NULL -> new Json.Nothing(at);
            case null, default -> throw new JsonSyntaxException(at, "there is no value");
        };
    }

    /** Jackson's decimals end in an unchecked exception, or in gigabytes of noughts, where somebody writes 1e388888888888. */
    private static BigDecimal number(Json.Place at, String text) throws JsonSyntaxException {
        try {
            BigDecimal number = new BigDecimal(text);
            if (text.length() <= MAX_NUMBER_CHARACTERS && Math.abs(number.scale()) <= MAX_NUMBER_CHARACTERS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // its exponent has too many digits: said below
        }
        throw new JsonSyntaxException(at, "a number has over " + MAX_NUMBER_CHARACTERS + " digits");
    }

    private static Map<String, Json> members(JsonParser parser, String file) throws IOException, JsonSyntaxException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, file, parser.nextToken()));
        }
        return members;
    }

    private static List<Json> items(JsonParser parser, String file) throws IOException, JsonSyntaxException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, file, token));
        }
        return items;
    }

    private static Json.Place place(JsonParser parser, String file) {
        return new Json.Place(file, Math.max(1, parser.currentTokenLocation().getLineNr()));
    }
}
