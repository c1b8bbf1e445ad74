package io.skyv.ota.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON, RFC 8259, and refuses what two readers could understand differently: a name twice, another encoding than
 * UTF-8, half a surrogate pair, numbers that are no 64-bit integers, anything after the value.
 */
public final class StrictJson {
    public static final int MAX_DEPTH = 32;
    /** Bounds the memory that a value takes beside its bytes. */
    public static final long MAX_TOKENS = 500_000;

    private static final int MAX_NAME_CHARS = 4096;
    private static final int MAX_TEXT_CHARS = 1 << 20;
    private static final int MAX_DIGITS = 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNameLength(MAX_NAME_CHARS)
                    .maxStringLength(MAX_TEXT_CHARS)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private StrictJson() {}

    /** @throws UpdateException MALFORMED unless the bytes are exactly one object */
    public static Json.Members read(byte[] bytes) throws UpdateException {
        try (JsonParser parser = FACTORY.createParser(decode(bytes))) {
            parser.nextToken();
            Json value = value(parser);
            if (parser.nextToken() != null) {
                throw UpdateException.malformed("there is something after the JSON value");
            }
            if (value instanceof Json.Members members) {
                return members;
            }
            throw UpdateException.malformed("not a JSON object");
        } catch (IOException e) {
            throw new UpdateException(Problem.MALFORMED, "not the JSON that is expected: " + e.getMessage(), e);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static Json value(JsonParser parser) throws IOException, UpdateException {
        @Nullable JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Json.Text(whole(parser.getText()));
            case VALUE_NUMBER_INT -> new Json.Whole(parser.getLongValue());
            case VALUE_TRUE -> new Json.Truth(true);
            case VALUE_FALSE -> new Json.Truth(false);
            case VALUE_NULL -> new Json.Nothing();
            case null, default -> throw UpdateException.malformed("not the JSON that is expected: " + token);
        };
    }

    private static Json members(JsonParser parser) throws IOException, UpdateException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Json.Members(members);
    }

    private static Json items(JsonParser parser) throws IOException, UpdateException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Items(items);
    }

    /** Half a surrogate pair has no UTF-8, so it could not be signed. */
    private static String whole(@Nullable String text) throws UpdateException {
        if (text == null || hasLoneSurrogate(text)) {
            throw UpdateException.malformed("a string has half a surrogate pair");
        }
        return text;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
