package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static final Entry TRANSFER = new Entry(
            new OperationId(1, -2), new Operation.Transfer("a", "bc", -3), new Outcome.Refused(Refusal.INVALID_AMOUNT));

    @Test
    void shouldHaveExactlyThisForm() {
        assertEquals(
                "736b79762d656e7472792d763100" // skyv-entry-v1
                        + "0000000000000001fffffffffffffffe" // id
                        + "06" + "000161" + "00026263" + "fffffffffffffffd" // transfer
                        + "02" + "000e" + "696e76616c69645f616d6f756e74", // invalid_amount
                HexFormat.of().formatHex(EntryCodec.encode(TRANSFER)));
    }

    @Test
    void shouldReadWhatItWrote() throws MalformedException {
        RandomOperations random = new RandomOperations(1);
        Ledger ledger = new Ledger();
        for (int i = 0; i < 2_000; i++) {
            Operation operation = i == 0 ? random.genesis() : random.next();
            Entry entry = new Entry(random.id(), operation, ledger.apply(operation));
            byte[] bytes = EntryCodec.encode(entry);
            assertEquals(entry, EntryCodec.decode(bytes));
            assertArrayEquals(bytes, EntryCodec.encode(EntryCodec.decode(bytes)));
        }
    }

    @Test
    void shouldRefuseWhatIsTooShortOrTooLong() {
        byte[] bytes = EntryCodec.encode(TRANSFER);
        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThrows(MalformedException.class, () -> EntryCodec.decode(shorter));
        }
        assertThrows(MalformedException.class, () -> EntryCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @Test
    void shouldTellOperationsApart() {
        assertEquals(
                EntryCodec.fingerprint(new Operation.Transfer("a", "b", 1)),
                EntryCodec.fingerprint(new Operation.Transfer("a", "b", 1)));
        assertNotEquals(
                EntryCodec.fingerprint(new Operation.Transfer("a", "b", 1)),
                EntryCodec.fingerprint(new Operation.Transfer("b", "a", 1)));
        assertNotEquals(
                EntryCodec.fingerprint(new Operation.CloseGrant("a")),
                EntryCodec.fingerprint(new Operation.Receipt("a", 0, 0, Digest.ZERO)));
    }

    @Test
    void shouldHashABlockInExactlyThisWay() {
        Block block = Block.seal(1, 1_000, Digest.ZERO, List.of(TRANSFER));
        assertEquals(Digest.sha256(new byte[] {0}, EntryCodec.encode(TRANSFER)), block.root());
        assertEquals(
                Digest.sha256(
                        "skyv-block-v1\0".getBytes(StandardCharsets.US_ASCII),
                        HexFormat.of().parseHex("0000000000000001" + "00000000000003e8"),
                        new byte[Digest.BYTES],
                        HexFormat.of().parseHex("00000001"),
                        block.root().bytes()),
                block.hash());
    }
}
