package io.skyv.proto.id;

import java.util.regex.Pattern;

/** The form of every id of the network: 1 to 64 of the characters {@code A-Z a-z 0-9 . _ : -}. */
public final class Ids {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private Ids() {}

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    static String check(String value, String what) {
        if (!isValid(value)) {
            throw new IllegalArgumentException(what + " must be 1 to 64 of A-Z a-z 0-9 . _ : - but is '"
                    + value.substring(0, Math.min(80, value.length())) + "'");
        }
        return value;
    }
}
