package io.skyv.ota.metadata;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A name from metadata as part of a URL or as a file's name: all but RFC 3986's unreserved characters as {@code %XX}, the
 * slash too, so that no name can leave its directory.
 */
public final class PercentEncoded {
    private static final String UNRESERVED = "-._~";

    private PercentEncoded() {}

    public static String name(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                HexFormat.of().withUpperCase().toHexDigits(out.append('%'), b);
            }
        }
        return out.toString();
    }

    /** Each part between slashes encoded by itself. */
    public static String path(String path) {
        StringBuilder out = new StringBuilder(path.length() + 8);
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            out.append(name(path.substring(from, slash))).append('/');
            from = slash + 1;
        }
        return out.append(name(path.substring(from))).toString();
    }
}
