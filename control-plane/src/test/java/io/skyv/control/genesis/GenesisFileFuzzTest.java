package io.skyv.control.genesis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Outcome;

/** What a network begins with, written by people: whatever is taken, the ledger takes whole. */
class GenesisFileFuzzTest {
    @FuzzTest
    void shouldBeTakenWholeOrSaidToBeWrong(byte[] bytes) {
        Genesis genesis;
        try {
            genesis = GenesisFile.parse(bytes);
        } catch (MalformedGenesisException refused) {
            assertFalse(String.valueOf(refused.getMessage()).isBlank());
            return;
        }
        Economy economy = new Economy();
        genesis.operations()
                .forEach(operation ->
                        assertFalse(economy.apply(operation) instanceof Outcome.Refused, operation::toString));
        assertTrue(genesis.requests().size() == genesis.operations().size());
    }
}
