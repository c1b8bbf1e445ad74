package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.Json;
import io.skyv.ota.json.StrictJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A metadata file: what it says, the bytes as they came, and signatures that nobody has checked yet (TUF §4.2.1). */
public final class Signed<R extends Role> {
    private final R role;
    private final byte[] bytes;
    private final byte[] message;
    private final Map<String, String> signatures;

    private Signed(R role, byte[] bytes, byte[] message, Map<String, String> signatures) {
        this.role = role;
        this.bytes = bytes;
        this.message = message;
        this.signatures = Collections.unmodifiableMap(signatures);
    }

    /** Reads a kind of role. */
    public interface Reader<R extends Role> {
        R read(Json.Members signed) throws UpdateException;
    }

    /** @throws UpdateException MALFORMED unless it has the form, or if a key has signed twice */
    public static <R extends Role> Signed<R> read(byte[] bytes, Reader<R> reader) throws UpdateException {
        Json.Members file = StrictJson.read(bytes);
        Json.Members signed = file.members("signed");
        Map<String, String> signatures = new LinkedHashMap<>();
        for (Json item : file.items("signatures")) {
            if (!(item instanceof Json.Members signature)) {
                throw UpdateException.malformed("a signature is not an object");
            }
            if (signatures.put(signature.text("keyid"), signature.text("sig")) != null) {
                throw UpdateException.malformed("two signatures are of the same key");
            }
        }
        return new Signed<>(reader.read(signed), bytes.clone(), CanonicalJson.write(signed), signatures);
    }

    public R role() {
        return role;
    }

    /** As received; what is stored. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What the signatures are over. */
    byte[] message() {
        return message;
    }

    /** Signature in hexadecimal by the id of the key; nobody has checked them. */
    Map<String, String> signatures() {
        return signatures;
    }
}
