package io.skyv.ota.metadata;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.ota.UpdateException;
import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.Json;
import java.util.Map;

/** Public keys and signatures as somebody wrote them, under their right id: no signature, or an answer, and nothing else. */
class TufKeyFuzzTest {
    private static final String[][] KINDS = {
        {"ed25519", "ed25519"}, {"ecdsa", "ecdsa-sha2-nistp256"}, {"rsa", "rsassa-pss-sha256"}
    };
    private static final int MAX_TEXT = 1000;
    private static final int MAX_SIGNATURE = 600;

    @FuzzTest
    void shouldVerifyOrNot(FuzzedDataProvider data) throws UpdateException {
        String[] kind = data.pickValue(KINDS);
        byte[] signature = data.consumeBytes(data.consumeInt(0, MAX_SIGNATURE));
        String text = data.consumeAsciiString(MAX_TEXT);
        Json.Members key = Json.Members.EMPTY
                .with("keytype", new Json.Text(kind[0]))
                .with("scheme", new Json.Text(kind[1]))
                .with("keyval", new Json.Members(Map.of("public", new Json.Text(text))));
        TufKey read = TufKey.read(Digests.hex(Digests.SHA256, CanonicalJson.write(key)), key);
        if (read instanceof TufKey.Unusable) {
            throw new AssertionError("its id is right and its kind is known");
        }
        read.signer(new byte[] {1}, signature);
    }
}
