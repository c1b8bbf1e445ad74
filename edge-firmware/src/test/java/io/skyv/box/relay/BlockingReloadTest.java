package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.box.store.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingReloadTest {
    @Test
    void shouldWaitForNothingWithoutDirectives() {
        assertEquals(Optional.empty(), BlockingReload.wanted(null, null));
    }

    @Test
    void shouldWaitForAWholeSegmentOrForAPart() {
        assertEquals(Optional.of(Position.wholeSegment(7)), BlockingReload.wanted("7", null));
        assertEquals(Optional.of(new Position(7, 2)), BlockingReload.wanted("7", "2"));
    }

    @Test
    void shouldRefuseAPartWithoutItsSegment() {
        assertThrows(IllegalArgumentException.class, () -> BlockingReload.wanted(null, "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "x", "99999999999999999999", "1 "})
    void shouldRefuseWhatIsNoNumber(String text) {
        assertThrows(IllegalArgumentException.class, () -> BlockingReload.wanted(text, null));
    }
}
