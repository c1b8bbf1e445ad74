package io.skyv.proto.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void shouldTakeOneTo64OfItsCharacters() {
        for (String good : List.of("a", "A-Z_a:z.09", "x".repeat(64))) {
            assertEquals(good, new BoxId(good).value());
            assertEquals(good, new AccountId(good).toString());
        }
        for (String bad : List.of("", "x".repeat(65), "a b", "a/b", "ä", "a\n", "a%2f", "a;b", "٣")) {
            assertFalse(Ids.isValid(bad), bad);
            assertThrows(IllegalArgumentException.class, () -> new BoxId(bad), bad);
            assertThrows(IllegalArgumentException.class, () -> new StreamId(bad), bad);
            assertThrows(IllegalArgumentException.class, () -> new RenditionName(bad), bad);
            assertThrows(IllegalArgumentException.class, () -> new AccountId(bad), bad);
        }
    }

    @Test
    void shouldSayWhoseAStreamIs() {
        BoxId box = new BoxId("box-1");
        assertEquals("box-1.camera", StreamId.of(box, "camera").value());
        assertTrue(new StreamId("box-1.camera").belongsTo(box));
        assertFalse(new StreamId("box-12.camera").belongsTo(box));
        assertFalse(new StreamId("box-1").belongsTo(box));
    }

    @Test
    void shouldCarryTheRoundInAGrantsId() {
        GrantId id = GrantId.of(0xffff_fffeL, new byte[12]);
        assertEquals("fffffffe" + "0".repeat(24), id.value());
        assertEquals(0xffff_fffeL, id.round());
        assertEquals(0, GrantId.of(0, new byte[16]).round());
        assertThrows(IllegalArgumentException.class, () -> GrantId.of(-1, new byte[12]));
        assertThrows(IllegalArgumentException.class, () -> GrantId.of(1L << 32, new byte[12]));
        for (String bad : List.of("0".repeat(31), "0".repeat(33), "A".repeat(32), "g" + "0".repeat(31), "")) {
            assertThrows(IllegalArgumentException.class, () -> new GrantId(bad), bad);
        }
    }
}
