package io.skyv.control.round;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.control.fleet.OnlineBox;
import io.skyv.proto.id.BoxId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnlineTimeTest {
    private static final BoxId BOX = new BoxId("box-1");
    private static final BoxId OTHER = new BoxId("box-2");

    private final OnlineTime time = new OnlineTime();

    @Test
    void shouldCountTheTimeBetweenLooksAtTheSameSession() {
        look(100, session(BOX, 1));
        look(160, session(BOX, 1), session(OTHER, 2));
        look(175, session(BOX, 1), session(OTHER, 2));
        assertEquals(Map.of(BOX, 75L, OTHER, 15L), time.seconds());
    }

    @Test
    void shouldNotCountTheTimeBetweenTwoSessions() {
        look(0, session(BOX, 1));
        look(10, session(BOX, 1));
        look(20);
        look(30, session(BOX, 2));
        look(35, session(BOX, 3));
        look(36, session(BOX, 3));
        assertEquals(Map.of(BOX, 11L), time.seconds());
    }

    @Test
    void shouldNotCountATimeInWhichTheMachineSlept() {
        look(0, session(BOX, 1));
        look(86_400, session(BOX, 1));
        assertEquals(Map.of(BOX, OnlineTime.MOST_BETWEEN_LOOKS.toSeconds()), time.seconds());
    }

    @Test
    void shouldGoOnFromWhatWasKnownBeforeAndBeginAnewWithARound() {
        time.carryOver(BOX, 40);
        look(0, session(BOX, 1));
        look(5, session(BOX, 1));
        assertEquals(Map.of(BOX, 45L), time.seconds());
        time.forget();
        assertEquals(Map.of(), time.seconds());
        look(7, session(BOX, 1));
        assertEquals(Map.of(BOX, 2L), time.seconds());
    }

    private void look(long second, OnlineBox... online) {
        time.look(List.of(online), Duration.ofSeconds(second).toNanos());
    }

    private static OnlineBox session(BoxId box, long connected) {
        return new OnlineBox(box, URI.create("http://127.0.0.1:1"), true, 0, Instant.ofEpochSecond(connected));
    }
}
