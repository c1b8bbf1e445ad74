package io.skyv.control.updates.rest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a file is asked for (RFC 9110 §14.2): one range; several are answered with the whole, as a server may. */
sealed interface ByteRange {
    record Whole() implements ByteRange {}

    /** @param last inclusive */
    record Part(long first, long last) implements ByteRange {
        long lengthBytes() {
            return last - first + 1;
        }
    }

    /** Nothing of the file is in it. */
    record Outside() implements ByteRange {}

    Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    static ByteRange of(@Nullable String header, long lengthBytes) {
        Matcher range = header == null ? null : ONE.matcher(header);
        if (range == null || !range.matches()) {
            return new Whole();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : end(Long.parseLong(last), lengthBytes);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Whole();
        }
        return from >= lengthBytes ? new Outside() : new Part(from, Math.min(to, lengthBytes - 1));
    }

    private static ByteRange end(long count, long lengthBytes) {
        return count == 0 || lengthBytes == 0
                ? new Outside()
                : new Part(Math.max(0, lengthBytes - count), lengthBytes - 1);
    }
}
