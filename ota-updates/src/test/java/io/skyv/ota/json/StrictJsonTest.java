package io.skyv.ota.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.ota.UpdateException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "1",
                "null",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{} {}",
                "{}x",
                "{\"a\":1.0}",
                "{\"a\":1e3}",
                "{\"a\":9223372036854775808}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"a\":\"\n\"}",
                "{\"a\":1/*b*/}",
                "{\"a\":",
                "{\"a\"}",
                "\uFEFF{}"
            })
    void shouldRefuseWhatTwoReadersCouldUnderstandDifferently(String text) {
        assertThrows(UpdateException.class, () -> StrictJson.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-16"})
    void shouldRefuseAnyEncodingButUtf8(String charset) {
        assertThrows(UpdateException.class, () -> StrictJson.read("{\"a\":1}".getBytes(Charset.forName(charset))));
    }

    @Test
    void shouldRefuseBytesThatAreNoUtf8() {
        assertThrows(
                UpdateException.class, () -> StrictJson.read(new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"'}));
    }

    @Test
    void shouldRefuseWhatIsTooDeep() throws UpdateException {
        StrictJson.read(nested(StrictJson.MAX_DEPTH));
        assertThrows(UpdateException.class, () -> StrictJson.read(nested(StrictJson.MAX_DEPTH + 1)));
        assertThrows(UpdateException.class, () -> StrictJson.read(nested(100_000)));
    }

    @Test
    void shouldRefuseMoreValuesThanItsBound() {
        String many = "{\"a\":[" + "0,".repeat((int) StrictJson.MAX_TOKENS) + "0]}";
        assertThrows(UpdateException.class, () -> StrictJson.read(many.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldWriteCanonicalJsonAsOlpcHasIt() throws UpdateException {
        String text = " { \"b\" : [ 1 , -2, true, null ] ,\n \"a\\u0062\" : \"q\\\"\\\\\\n\\u00e4\\/\", \"\" : {} } ";
        assertEquals("{\"\":{},\"ab\":\"q\\\"\\\\\nä/\",\"b\":[1,-2,true,null]}", canonical(text));
    }

    @Test
    void shouldSortNamesByCodePointNotByUtf16() throws UpdateException {
        assertEquals("{\"\uE000\":1,\"\uD83D\uDE00\":2}", canonical("{\"\uD83D\uDE00\":2,\"\uE000\":1}"));
        assertEquals(
                "{\"a\":1,\"a\uFFFF\":3,\"a\uD83D\uDE00\":2,\"a\uD83D\uDE01\":4}",
                canonical("{\"a\uD83D\uDE01\":4,\"a\uD83D\uDE00\":2,\"a\uFFFF\":3,\"a\":1}"));
    }

    @Test
    void shouldReadWhatItWrites() throws UpdateException {
        String text = "{\"b\":[],\"a\":{\"c\":\"\\u0000\\u001f\\\"\\\\ä\"},\"e\":{},\"n\":null,\"t\":[true,-7,[1]]}";
        Json.Members once = StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
        byte[] written = JsonText.write(once);
        assertEquals(once, StrictJson.read(written));
        assertArrayEquals(written, JsonText.write(StrictJson.read(written)));
    }

    private static String canonical(String text) throws UpdateException {
        return new String(
                CanonicalJson.write(StrictJson.read(text.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8);
    }

    private static byte[] nested(int depth) {
        String text = "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
