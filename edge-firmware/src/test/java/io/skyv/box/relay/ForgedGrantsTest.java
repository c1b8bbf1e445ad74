package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.meter.Refusal.Code;
import org.junit.jupiter.api.Test;

class ForgedGrantsTest {
    private final ForgedGrants forged = new ForgedGrants();

    @Test
    void shouldMakeAnAddressWaitThatPresentsForgedGrants() {
        for (int i = 0; i < ForgedGrants.MAX_PER_ADDRESS; i++) {
            assertFalse(forged.mustWait("192.0.2.1", 0));
            forged.refused("192.0.2.1", Code.GRANT_FORGED, 0);
        }
        assertTrue(forged.mustWait("192.0.2.1", ForgedGrants.PERIOD_MILLIS - 1));
        assertFalse(forged.mustWait("192.0.2.2", 0), "others do not wait");
        assertFalse(forged.mustWait("192.0.2.1", ForgedGrants.PERIOD_MILLIS));
    }

    @Test
    void shouldNotMindGrantsThatAreOnlyOld() {
        for (int i = 0; i < 2 * ForgedGrants.MAX_PER_ADDRESS; i++) {
            forged.refused("192.0.2.1", Code.GRANT_EXPIRED, 0);
        }
        assertFalse(forged.mustWait("192.0.2.1", 0));
    }

    @Test
    void shouldForgetAddressesRatherThanFillTheMemory() {
        for (int address = 0; address < 2 * ForgedGrants.MAX_ADDRESSES; address++) {
            for (int i = 0; i < ForgedGrants.MAX_PER_ADDRESS; i++) {
                forged.refused("a" + address, Code.GRANT_FORGED, 0);
            }
        }
        assertFalse(forged.mustWait("a0", 0));
        assertTrue(forged.mustWait("a" + (2 * ForgedGrants.MAX_ADDRESSES - 1), 0));
    }
}
