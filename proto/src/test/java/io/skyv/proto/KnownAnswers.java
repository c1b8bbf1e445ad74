package io.skyv.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;

/** One of the files that every implementation must reproduce, Java's and the browser's alike. */
public record KnownAnswers(JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static KnownAnswers of(String file) {
        try (InputStream in = KnownAnswers.class.getResourceAsStream("known-answers/" + file)) {
            return new KnownAnswers(JSON.readTree(Objects.requireNonNull(in, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Stream<JsonNode> each(String list) {
        if (root.path(list).isEmpty()) {
            throw new AssertionError("there is nothing in " + list);
        }
        return StreamSupport.stream(root.path(list).spliterator(), false);
    }

    /** One test for each entry of {@code list}, named as the entry is. */
    public Stream<DynamicTest> tests(String list, Check check) {
        return each(list).map(entry -> DynamicTest.dynamicTest(name(entry), () -> check.on(entry)));
    }

    public PublicKey key() throws MalformedException {
        return key(root);
    }

    public static PublicKey key(JsonNode entry) throws MalformedException {
        return P256.publicKey(base64(entry.path("spki")));
    }

    public static byte[] hex(JsonNode node) {
        return HexFormat.of().parseHex(node.textValue());
    }

    public static byte[] base64(JsonNode node) {
        return Base64.getUrlDecoder().decode(node.textValue());
    }

    /** A figure that the file has as decimal text, since JSON's numbers are doubles in the browser. */
    public static long figure(JsonNode node) {
        return Long.parseLong(node.textValue());
    }

    private static String name(JsonNode entry) {
        return entry.has("name") ? entry.path("name").textValue() : entry.toString();
    }

    /** What must hold of an entry. */
    public interface Check {
        void on(JsonNode entry) throws Exception;
    }
}
