package io.skyv.control.economy;

import java.util.Arrays;
import java.util.Comparator;

/** Ids in the order of their bytes. */
final class IdOrder {
    /** Of any text, in UTF-8; a genesis may bring ids that are none. */
    static final Comparator<String> BY_BYTES = IdOrder::compare;

    private IdOrder() {}

    /** UTF-8 orders as code points do, UTF-16 does not. */
    private static int compare(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }
}
