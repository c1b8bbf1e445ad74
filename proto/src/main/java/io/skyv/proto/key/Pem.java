package io.skyv.proto.key;

import io.skyv.proto.sign.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Textual form of DER (RFC 7468). */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final int LINE_CHARACTERS = 64;
    private static final Base64.Encoder ENCODER =
            Base64.getMimeEncoder(LINE_CHARACTERS, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    static String encode(String label, byte[] der) {
        return begin(label) + "\n" + ENCODER.encodeToString(der) + "\n" + end(label) + "\n";
    }

    /** Every block with this label, in order; whatever else the text has is ignored (RFC 7468 §2). */
    static List<byte[]> decode(String label, String text) throws MalformedException {
        List<byte[]> blocks = new ArrayList<>();
        int at = 0;
        while ((at = text.indexOf(begin(label), at)) >= 0) {
            int from = at + begin(label).length();
            int to = text.indexOf(end(label), from);
            if (to < 0) {
                throw new MalformedException("a " + label + " block has no end");
            }
            try {
                blocks.add(Base64.getMimeDecoder().decode(text.substring(from, to)));
            } catch (IllegalArgumentException e) {
                throw new MalformedException("a " + label + " block is not base64", e);
            }
            at = to;
        }
        return blocks;
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
