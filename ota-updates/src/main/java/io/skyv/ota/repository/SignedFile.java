package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.CanonicalJson;
import io.skyv.ota.json.Json;
import io.skyv.ota.json.JsonText;
import io.skyv.ota.json.StrictJson;
import java.util.ArrayList;
import java.util.List;

/** A metadata file that people sign in turn (TUF §4.2.1). */
public final class SignedFile {
    private SignedFile() {}

    /** With no signature yet. */
    public static byte[] unsigned(Json.Members signed) {
        return file(signed, List.of());
    }

    public static byte[] sign(Json.Members signed, List<SigningKey> keys) throws UpdateException {
        byte[] file = unsigned(signed);
        for (SigningKey key : keys) {
            file = sign(file, key);
        }
        return file;
    }

    /** The same with the key's signature beside the others; one that it had made before is replaced. */
    public static byte[] sign(byte[] file, SigningKey key) throws UpdateException {
        Json.Members json = StrictJson.read(file);
        Json.Members signed = json.members("signed");
        List<Json> signatures = new ArrayList<>();
        for (Json each : json.items("signatures")) {
            if (!(each instanceof Json.Members other) || !other.text("keyid").equals(key.id())) {
                signatures.add(each);
            }
        }
        signatures.add(Json.Members.EMPTY
                .with("keyid", new Json.Text(key.id()))
                .with("sig", new Json.Text(key.sign(CanonicalJson.write(signed)))));
        return file(signed, signatures);
    }

    /** The ids of the keys that have signed, in their order; nobody has checked the signatures. */
    public static List<String> signers(byte[] file) throws UpdateException {
        List<String> ids = new ArrayList<>();
        for (Json each : StrictJson.read(file).items("signatures")) {
            if (each instanceof Json.Members signature) {
                ids.add(signature.text("keyid"));
            }
        }
        return ids;
    }

    /** What is signed, to make the next version of it. */
    public static Json.Members signedPart(byte[] file) throws UpdateException {
        return StrictJson.read(file).members("signed");
    }

    private static byte[] file(Json.Members signed, List<Json> signatures) {
        return JsonText.write(Json.Members.EMPTY
                .with("signatures", new Json.Items(signatures))
                .with("signed", signed));
    }
}
