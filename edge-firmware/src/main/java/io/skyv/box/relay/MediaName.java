package io.skyv.box.relay;

import io.skyv.box.store.Position;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last part of a media URL, as docs/protocol.md has it. */
sealed interface MediaName {
    // No leading zeros: each thing has one address.
    Pattern INIT = Pattern.compile("init-(0|[1-9]\\d{0,9})\\.mp4");
    Pattern PART = Pattern.compile("(0|[1-9]\\d{0,17})\\.(0|[1-9]\\d{0,5})\\.m4s");
    Pattern SEGMENT = Pattern.compile("(0|[1-9]\\d{0,17})\\.m4s");

    record Init(long epoch) implements MediaName {}

    record Part(Position position) implements MediaName {}

    record Whole(long sequence) implements MediaName {}

    static Optional<MediaName> parse(String name) {
        Matcher part = PART.matcher(name);
        if (part.matches()) {
            return Optional.of(new Part(new Position(Long.parseLong(part.group(1)), Integer.parseInt(part.group(2)))));
        }
        Matcher segment = SEGMENT.matcher(name);
        if (segment.matches()) {
            return Optional.of(new Whole(Long.parseLong(segment.group(1))));
        }
        Matcher init = INIT.matcher(name);
        return init.matches() ? Optional.of(new Init(Long.parseLong(init.group(1)))) : Optional.empty();
    }
}
