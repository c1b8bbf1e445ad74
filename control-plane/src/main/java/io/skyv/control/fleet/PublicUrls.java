package io.skyv.control.fleet;

import java.net.URI;

/** What a box may say of where it is. */
public final class PublicUrls {
    public static final int MAX_CHARACTERS = 300;

    private PublicUrls() {}

    /** @throws IllegalArgumentException unless it is {@code http(s)://host[:port][/path]} without a slash at its end */
    public static URI parse(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("the public URL is over " + MAX_CHARACTERS + " characters");
        }
        URI url = URI.create(text);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
        if (!http || url.getHost() == null || !bare || text.endsWith("/")) {
            throw new IllegalArgumentException(
                    "the public URL is http(s)://host[:port][/path] without a slash at its end");
        }
        return url;
    }
}
