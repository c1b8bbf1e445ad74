package io.skyv.box.relay;

import io.skyv.box.store.Position;
import java.util.Optional;

/** The last part of a media URL, as docs/protocol.md has it. Read by hand: it is the busiest of all. */
sealed interface MediaName {
    int MAX_SEQUENCE_DIGITS = 18;
    int MAX_PART_DIGITS = 6;
    int MAX_EPOCH_DIGITS = 10;

    record Init(long epoch) implements MediaName {}

    record Part(Position position) implements MediaName {}

    record Whole(long sequence) implements MediaName {}

    static Optional<MediaName> parse(String name) {
        if (name.startsWith("init-") && name.endsWith(".mp4")) {
            return number(name, "init-".length(), name.length() - ".mp4".length(), MAX_EPOCH_DIGITS)
                    .map(Init::new);
        }
        if (!name.endsWith(".m4s")) {
            return Optional.empty();
        }
        int end = name.length() - ".m4s".length();
        int dot = name.indexOf('.');
        Optional<Long> sequence = number(name, 0, dot, MAX_SEQUENCE_DIGITS);
        return dot == end
                ? sequence.map(Whole::new)
                : sequence.flatMap(number -> number(name, dot + 1, end, MAX_PART_DIGITS)
                        .map(part -> new Part(new Position(number, part.intValue()))));
    }

    /** Without leading zeros: each thing has one address. */
    private static Optional<Long> number(String name, int from, int to, int maxDigits) {
        if (to <= from || to - from > maxDigits || (name.charAt(from) == '0' && to - from > 1)) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9') {
                return Optional.empty();
            }
            number = 10 * number + digit - '0';
        }
        return Optional.of(number);
    }
}
