package io.skyv.ota.metadata;

/**
 * TUF's PATHPATTERN (§4.5): {@code *} is any characters and {@code ?} one, but never a slash. Everything else stands for
 * itself, brackets too, so a pattern never matches more here than elsewhere.
 */
final class PathPattern {
    private PathPattern() {}

    static boolean matches(String pattern, String path) {
        return matches(pattern.codePoints().toArray(), path.codePoints().toArray());
    }

    /** On a mismatch the last star takes one more; stars before it need never be tried again. */
    private static boolean matches(int[] pattern, int[] path) {
        int at = 0;
        int afterStar = -1;
        int resume = 0;
        int i = 0;
        while (i < path.length) {
            if (at < pattern.length && pattern[at] == '*') {
                at++;
                afterStar = at;
                resume = i;
            } else if (at < pattern.length && (pattern[at] == path[i] || (pattern[at] == '?' && path[i] != '/'))) {
                at++;
                i++;
            } else if (afterStar >= 0 && path[resume] != '/') {
                resume++;
                i = resume;
                at = afterStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }
}
