package io.skyv.proto.id;

/** The form of every id of the network: 1 to 64 of the characters {@code A-Z a-z 0-9 . _ : -}. */
public final class Ids {
    private static final int MAX_CHARS = 64;
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"
                .chars()
                .forEach(c -> ALLOWED[c] = true);
    }

    private Ids() {}

    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_CHARS) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isAllowed(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A table, since the ledger asks this millions of times a second. */
    private static boolean isAllowed(char c) {
        return c < ALLOWED.length && ALLOWED[c];
    }

    static String check(String value, String what) {
        if (!isValid(value)) {
            throw new IllegalArgumentException(what + " must be 1 to 64 of A-Z a-z 0-9 . _ : - but is '"
                    + value.substring(0, Math.min(80, value.length())) + "'");
        }
        return value;
    }
}
