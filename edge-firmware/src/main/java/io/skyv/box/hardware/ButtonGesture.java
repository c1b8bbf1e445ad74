package io.skyv.box.hardware;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a press of the one button means (specification §8): short is identify, 5 s pairing, 15 s factory reset. Pure: it is told
 * of edges and of the time. Nothing is done that the LEDs have not said before.
 */
final class ButtonGesture {
    static final Duration PAIRING = Duration.ofSeconds(5);
    static final Duration WARNING = Duration.ofSeconds(10);
    static final Duration RESET = Duration.ofSeconds(15);

    private static final long UP = -1;

    private long downNanos = UP;
    private Held held = Held.NOT;

    /** How long it has been down, in steps that the LEDs show. */
    enum Held {
        NOT,
        SHORT,
        PAIRING,
        WARNING,
        RESET
    }

    /** What shall be done. */
    enum Wish {
        NOTHING,
        IDENTIFY,
        OPEN_PAIRING,
        FACTORY_RESET
    }

    /** It went down; a second time without going up changes nothing. */
    void down(long nowNanos) {
        if (downNanos == UP) {
            downNanos = nowNanos;
            held = Held.SHORT;
        }
    }

    /** It went up. One that was down when the box started, and so never went down, means nothing. */
    Wish up(long nowNanos) {
        if (downNanos == UP) {
            return Wish.NOTHING;
        }
        boolean done = held == Held.RESET;
        Held last = heldAt(nowNanos);
        downNanos = UP;
        held = Held.NOT;
        return switch (last) {
            case SHORT -> Wish.IDENTIFY;
            case PAIRING -> Wish.OPEN_PAIRING;
            case RESET -> done ? Wish.NOTHING : Wish.FACTORY_RESET;
            case NOT, WARNING -> Wish.NOTHING;
        };
    }

    /** Time has passed. The reset comes while it is still down: nobody has to guess when to let go. */
    Wish tick(long nowNanos) {
        Held before = held;
        held = heldAt(nowNanos);
        return held == Held.RESET && before != Held.RESET ? Wish.FACTORY_RESET : Wish.NOTHING;
    }

    Held held() {
        return held;
    }

    /** When {@link #tick} changes something next. */
    OptionalLong dueNanos() {
        return switch (held) {
            case NOT, RESET -> OptionalLong.empty();
            case SHORT -> OptionalLong.of(downNanos + PAIRING.toNanos());
            case PAIRING -> OptionalLong.of(downNanos + WARNING.toNanos());
            case WARNING -> OptionalLong.of(downNanos + RESET.toNanos());
        };
    }

    private Held heldAt(long nowNanos) {
        if (downNanos == UP) {
            return Held.NOT;
        }
        long nanos = nowNanos - downNanos;
        if (nanos >= RESET.toNanos()) {
            return Held.RESET;
        }
        if (nanos >= WARNING.toNanos()) {
            return Held.WARNING;
        }
        return nanos >= PAIRING.toNanos() ? Held.PAIRING : Held.SHORT;
    }
}
