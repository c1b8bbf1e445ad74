package io.skyv.proto.sign;

import java.util.Base64;

/**
 * Base64url without padding (RFC 4648 §5), the form of signed things in headers and URLs. Exactly one text stands for
 * given bytes: padding, other characters and bits that carry nothing are refused.
 */
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** @param maxBytes most that the text may stand for; what is longer is refused before it is decoded */
    public static byte[] decode(String text, int maxBytes) throws MalformedException {
        if (text.length() > Math.ceilDiv(maxBytes * 4L, 3L)) {
            throw new MalformedException("longer than the " + maxBytes + " bytes it may be");
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (!encode(bytes).equals(text)) {
                throw new MalformedException("not base64url without padding");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not base64url", e);
        }
    }
}
