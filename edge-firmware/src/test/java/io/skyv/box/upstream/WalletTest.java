package io.skyv.box.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.meter.TestGrants;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import org.junit.jupiter.api.Test;

class WalletTest {
    private static final int UNIT = Grant.UNIT_BYTES;

    private final TestGrants grants = new TestGrants();
    private final Wallet wallet = new Wallet(grants.grant().grant(), grants.chain);

    @Test
    void shouldPayAheadForTheSizeItExpects() {
        assertEquals(2, wallet.payFor(UNIT + 1).index());
        assertEquals(grants.chain.value(2), wallet.payFor(UNIT + 1).preimage());
    }

    @Test
    void shouldCountWhatWasPaidTooMuchForTheNext() {
        assertEquals(4, wallet.payFor(4 * UNIT).index());
        wallet.received(UNIT);
        assertEquals(4, wallet.payFor(UNIT).index());
        wallet.received(3 * UNIT);
        assertEquals(5, wallet.payFor(1).index());
    }

    @Test
    void shouldPayWhatIsDueUpToWhatOneRequestCanCost() {
        assertTrue(wallet.payDue(3));
        assertEquals(3, wallet.payFor(0).index());
        assertFalse(wallet.payDue(65), "the grant has 64 units");
        assertEquals(3, wallet.payFor(0).index());
    }

    @Test
    void shouldPayNoMoreThanTheGrantHas() {
        assertEquals(64, wallet.payFor(100L * UNIT).index());
        assertTrue(wallet.covers(64L * UNIT));
        wallet.received(1);
        assertFalse(wallet.covers(64L * UNIT));
    }

    @Test
    void shouldRefuseAGrantMadeForAnotherChain() {
        HashChain other = HashChain.of(Digest.sha256(new byte[] {7}), 64);
        assertThrows(
                IllegalArgumentException.class, () -> new Wallet(grants.grant().grant(), other));
        HashChain tooShort = HashChain.of(Digest.sha256(new byte[] {1}), 63);
        assertThrows(
                IllegalArgumentException.class, () -> new Wallet(grants.grant().grant(), tooShort));
    }
}
