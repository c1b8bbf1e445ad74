package io.skyv.ota.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.ota.UpdateException;
import java.util.Arrays;

/** What is read can be written and read again, and its signed form is the same. */
class JsonFuzzTest {
    @FuzzTest
    void shouldWriteJsonThatReadsAsTheSame(byte[] bytes) throws UpdateException {
        Json.Members json;
        try {
            json = StrictJson.read(bytes);
        } catch (UpdateException refused) {
            return;
        }
        Json.Members again = StrictJson.read(JsonText.write(json));
        if (!json.equals(again) || !Arrays.equals(CanonicalJson.write(json), CanonicalJson.write(again))) {
            throw new AssertionError("two readings differ");
        }
    }
}
