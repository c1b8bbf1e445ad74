package io.skyv.proto.id;

import java.util.regex.Pattern;

/**
 * The decoders that a rendition needs, as RFC 6381 §3.3 lists them: {@code avc1.42c01f,mp4a.40.2}; empty if unknown. It stands in playlists
 * between quotes, so that nothing may be in it that ends them.
 */
public final class Codecs {
    public static final int MAX_CHARACTERS = 100;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.,_+-]{0," + MAX_CHARACTERS + "}");

    private Codecs() {}

    public static boolean isValid(String codecs) {
        return FORM.matcher(codecs).matches();
    }

    /** @throws IllegalArgumentException unless {@link #isValid} */
    public static String check(String codecs) {
        if (!isValid(codecs)) {
            throw new IllegalArgumentException(
                    "codecs are at most " + MAX_CHARACTERS + " of A-Z a-z 0-9 . , _ + - as in avc1.42c01f,mp4a.40.2");
        }
        return codecs;
    }
}
