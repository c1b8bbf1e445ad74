package io.skyv.ota.metadata;

/**
 * TUF's PATHPATTERN (§4.5): {@code *} is any characters and {@code ?} one, but never a slash. Everything else stands for
 * itself, brackets too, so a pattern never matches more here than elsewhere.
 */
public final class PathPattern {
    private PathPattern() {}

    /** Is there a path that both match? */
    public static boolean overlap(String one, String other) {
        int[] a = one.codePoints().toArray();
        int[] b = other.codePoints().toArray();
        boolean[][] rest = new boolean[a.length + 1][b.length + 1]; // do what is left of both have a path?
        for (int i = a.length; i >= 0; i--) {
            for (int j = b.length; j >= 0; j--) {
                rest[i][j] = overlap(a, i, b, j, rest);
            }
        }
        return rest[0][0];
    }

    private static boolean overlap(int[] a, int i, int[] b, int j, boolean[][] rest) {
        if (i == a.length && j == b.length) {
            return true;
        }
        boolean starA = i < a.length && a[i] == '*';
        boolean starB = j < b.length && b[j] == '*';
        if (starA && (rest[i + 1][j] || (j < b.length && b[j] != '/' && rest[i][j + 1]))) {
            return true;
        }
        if (starB && (rest[i][j + 1] || (i < a.length && a[i] != '/' && rest[i + 1][j]))) {
            return true;
        }
        if (starA || starB || i == a.length || j == b.length) {
            return false;
        }
        boolean same = a[i] == b[j] || (a[i] == '?' && b[j] != '/') || (b[j] == '?' && a[i] != '/');
        return same && rest[i + 1][j + 1];
    }

    public static boolean matches(String pattern, String path) {
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
