package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SteadinessTest {
    private final Steadiness steadiness = new Steadiness();

    @Test
    void shouldAskNothingOfASourceThatBreaksOffNowAndThen() {
        for (int i = 0; i < 10; i++) {
            steadiness.epochEnded(Steadiness.STEADY_MICROS);
            steadiness.epochEnded(1_000_000);
            assertEquals(0, steadiness.proofMicros());
        }
    }

    @Test
    void shouldAskForMoreEachTimeOfOneThatComesAndGoes() {
        for (int i = 0; i < Steadiness.FREE; i++) {
            assertEquals(0, steadiness.proofMicros());
            steadiness.epochEnded(1_000_000);
        }
        assertEquals(Steadiness.FIRST_PROOF_MICROS, steadiness.proofMicros());
        steadiness.epochEnded(1_000_000);
        assertEquals(2 * Steadiness.FIRST_PROOF_MICROS, steadiness.proofMicros());
        for (int i = 0; i < 100; i++) {
            steadiness.epochEnded(0);
        }
        assertEquals(Steadiness.LONGEST_PROOF_MICROS, steadiness.proofMicros());
        steadiness.epochEnded(Steadiness.STEADY_MICROS);
        assertEquals(0, steadiness.proofMicros());
    }
}
