package io.skyv.box;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.box.hardware.BoardState;
import io.skyv.hardware.light.BoxSign;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class BoardHealthTest {
    @Test
    void shouldSayThatThePairingWindowIsOpen() {
        HealthCheckResponse answer = BoardHealth.of("lamp", new BoardState(BoxSign.PAIRING, true, false));
        assertEquals(Status.UP, answer.getStatus());
        assertEquals(
                Map.of("board", "lamp", "sign", "pairing", "pairing", "open"),
                new TreeMap<>(answer.getData().orElseThrow()));
    }

    @Test
    void shouldNotBeWellWhileTheBoardIsTooWarm() {
        HealthCheckResponse answer = BoardHealth.of("lamp", new BoardState(BoxSign.FAULT, false, true));
        assertEquals(Status.DOWN, answer.getStatus());
        assertEquals("closed", answer.getData().orElseThrow().get("pairing"));
        assertEquals(
                "give it air, and see whether its fan turns",
                answer.getData().orElseThrow().get("whatToDo"));
    }

    @Test
    void shouldBeWellWhereNoBoardIsDriven() {
        HealthCheckResponse answer = new BoardHealth().call();
        assertEquals(Status.UP, answer.getStatus());
        assertEquals(Map.of("board", "none"), answer.getData().orElseThrow());
    }
}
