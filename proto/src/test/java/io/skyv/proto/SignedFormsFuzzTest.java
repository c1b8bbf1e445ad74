package io.skyv.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;

/** Grants, manifests and receipts, in their bytes and in their texts: each thing has exactly one of either. */
class SignedFormsFuzzTest {
    private static final PublicKey STRANGER = P256.generate().getPublic();

    @FuzzTest
    void shouldHaveOneForm(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        refusing(() -> grant(bytes));
        refusing(() -> manifest(bytes));
        refusing(() -> assertEquals(text, SignedGrant.decodeToken(text).token()));
        refusing(() -> assertEquals(text, SignedManifest.decodeHeader(text).header()));
        refusing(() -> assertEquals(text, Receipt.parseHeader(text).header()));
    }

    private static void grant(byte[] wire) throws MalformedException {
        SignedGrant signed = SignedGrant.decode(wire);
        Grant grant = signed.grant();
        assertArrayEquals(canonical(wire), grant.canonicalBytes());
        assertArrayEquals(wire, SignedGrant.decodeToken(signed.token()).wire());
        assertFalse(signed.isSignedBy(STRANGER));
        assertTrue(grant.units() <= Grant.MAX_UNITS);
        assertTrue(grant.paidBytes(grant.units()) <= grant.maxBytes());
        if (grant.signed()) {
            assertEquals(grant.maxBytes(), grant.paidBytes(grant.units()));
            assertEquals(grant.units(), grant.dueIndex(grant.maxBytes()));
        }
        for (long nowMillis : new long[] {Long.MIN_VALUE, 0, grant.issuedAtMillis(), Long.MAX_VALUE}) {
            long allowed = grant.allowedBytes(nowMillis);
            assertTrue(allowed >= 0 && allowed <= grant.maxBytes(), () -> "allows " + allowed);
        }
    }

    private static void manifest(byte[] wire) throws MalformedException {
        SignedManifest signed = SignedManifest.decode(wire);
        assertArrayEquals(canonical(wire), signed.manifest().canonicalBytes());
        assertArrayEquals(wire, SignedManifest.decodeHeader(signed.header()).wire());
        assertFalse(signed.isSignedBy(STRANGER));
    }

    private static byte[] canonical(byte[] wire) {
        return Arrays.copyOf(wire, wire.length - P256.SIGNATURE_BYTES);
    }

    private interface Reading {
        void read() throws MalformedException;
    }

    private static void refusing(Reading reading) {
        try {
            reading.read();
        } catch (MalformedException refused) {
            // as it must be
        }
    }
}
