package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/ledger-encoding.md}, to the byte. The files of known answers bind every other implementation too. */
class LedgerEncodingTest {
    private static final HexFormat HEX = HexFormat.of();
    /** Has pools, seats, locks and offences at its end. */
    static final int RECORDS_OF_VECTOR = 8;

    @Test
    void shouldWriteEachOperationAsTheKnownAnswers() {
        Map<String, String> known = knownAnswers("operations.txt");
        Map<String, String> written = new LinkedHashMap<>();
        Samples.operations()
                .forEach((name, operation) -> written.put(name, HEX.formatHex(OperationCodec.encode(operation))));
        assertEquals(known, written);
        List<Class<?>> kinds = Samples.operations().values().stream()
                .<Class<?>>map(Object::getClass)
                .toList();
        assertTrue(kinds.containsAll(List.of(Operation.class.getPermittedSubclasses())), "one is missing");
    }

    @Test
    void shouldReadEachOperationOfTheKnownAnswers() throws MalformedException {
        for (Map.Entry<String, String> known : knownAnswers("operations.txt").entrySet()) {
            assertEquals(
                    Samples.operations().get(known.getKey()), OperationCodec.decode(HEX.parseHex(known.getValue())));
        }
    }

    @Test
    void shouldWriteAndReadEachOutcomeAsTheKnownAnswers() throws MalformedException {
        Map<String, String> known = knownAnswers("outcomes.txt");
        Map<String, String> written = new LinkedHashMap<>();
        Samples.outcomes().forEach((name, outcome) -> written.put(name, HEX.formatHex(OutcomeCodec.encode(outcome))));
        assertEquals(known, written);
        for (Map.Entry<String, String> one : known.entrySet()) {
            assertEquals(Samples.outcomes().get(one.getKey()), OutcomeCodec.decode(HEX.parseHex(one.getValue())));
        }
    }

    @Test
    void shouldWriteTheStateAsTheKnownAnswers() {
        Map<String, String> written = new LinkedHashMap<>();
        Vector.copies()
                .forEach(file -> written.put(
                        file.getFileName().toString(),
                        afterwards(file).stateHash().hex()));
        List<byte[]> records = EconomyPropertyTest.snapshot(settled());
        for (int i = 0; i < records.size(); i++) {
            written.put("record" + i, HEX.formatHex(records.get(i)));
        }
        assertEquals(knownAnswers("states.txt"), written);
    }

    /** A small network in its eighth round, with something of everything. */
    static Economy settled() {
        return afterwards(Vector.copies().get(RECORDS_OF_VECTOR - 1));
    }

    /** The books at the end of a golden case. */
    static Economy afterwards(Path file) {
        Vector vector = Vector.read(file);
        Economy economy = new Economy(vector.parameters(), vector.inflationPpb());
        vector.steps().forEach(step -> step.operation().ifPresent(economy::apply));
        return economy;
    }

    @Test
    void shouldHaveExactlyThisForm() {
        assertEquals(
                HEX.formatHex("skyv-operation-v2".getBytes(StandardCharsets.US_ASCII)) + "00" // domain
                        + "06" + "000161" + "00026263" + "fffffffffffffffd", // transfer, a, bc, −3
                HEX.formatHex(OperationCodec.encode(new Operation.Transfer("a", "bc", -3))));
        assertEquals(
                HEX.formatHex("skyv-outcome-v2".getBytes(StandardCharsets.US_ASCII)) + "00" + "01" + "0000000000000001"
                        + "0000000000000002" + "0000000000000003" + "0000000000000004",
                HEX.formatHex(OutcomeCodec.encode(new Outcome.Applied(1, 2, 3, 4))));
    }

    @Test
    void shouldHashTheStateAsItsRecordsWithTheirLengths() {
        Economy economy = new Economy();
        economy.apply(Samples.operations().get("genesis"));
        List<byte[]> pieces = new ArrayList<>();
        for (byte[] record : EconomyPropertyTest.snapshot(economy)) {
            pieces.add(HEX.parseHex(String.format("%08x", record.length)));
            pieces.add(record);
        }
        assertEquals(Digest.sha256(pieces.toArray(new byte[0][])), economy.stateHash());
    }

    @Test
    void shouldRefuseWhatIsTooShortTooLongOrOfAnotherVersion() {
        for (Operation operation : Samples.operations().values()) {
            byte[] bytes = OperationCodec.encode(operation);
            for (int length = 0; length < bytes.length; length++) {
                byte[] shorter = Arrays.copyOf(bytes, length);
                assertThrows(MalformedException.class, () -> OperationCodec.decode(shorter));
            }
            assertThrows(MalformedException.class, () -> OperationCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)));
            bytes[16] = '1';
            assertThrows(MalformedException.class, () -> OperationCodec.decode(bytes));
        }
    }

    @Test
    void shouldRefuseAGenesisWhoseAccountsAreNotInOrder() {
        byte[] bytes = OperationCodec.encode(Samples.operations().get("genesis"));
        String hex = HEX.formatHex(bytes);
        String swapped = hex.replace(HEX.formatHex("alice".getBytes(StandardCharsets.US_ASCII)), "7a6c696365");
        assertThrows(MalformedException.class, () -> OperationCodec.decode(HEX.parseHex(swapped)));
        String twice = hex.replace("0003626f62", "0004646176" + "65");
        assertThrows(MalformedException.class, () -> OperationCodec.decode(HEX.parseHex(twice)));
    }

    @Test
    void shouldRefuseASnapshotThatIsNotWhole() throws MalformedException {
        Economy economy = new Economy();
        Samples.operations().values().forEach(economy::apply);
        List<byte[]> records = EconomyPropertyTest.snapshot(economy);
        assertEquals(
                economy.stateHash(), Economy.readSnapshot(records.iterator()).stateHash());
        for (int i = 0; i < records.size(); i++) {
            List<byte[]> without = new ArrayList<>(records);
            without.remove(i);
            assertThrows(MalformedException.class, () -> Economy.readSnapshot(without.iterator()), "without " + i);
            List<byte[]> twice = new ArrayList<>(records);
            twice.add(i, records.get(i));
            assertThrows(MalformedException.class, () -> Economy.readSnapshot(twice.iterator()), "twice " + i);
        }
    }

    @Test
    void shouldRefuseASnapshotWhoseMoneyIsNotTheSupply() {
        Economy economy = new Economy();
        economy.apply(Samples.operations().get("genesis"));
        List<byte[]> records = EconomyPropertyTest.snapshot(economy);
        records.set(
                1,
                new CanonicalWriter(SnapshotWriter.DOMAIN)
                        .u8(SnapshotWriter.ACCOUNT)
                        .string("alice")
                        .u64(2_000_000_001L)
                        .toBytes());
        assertThrows(MalformedException.class, () -> Economy.readSnapshot(records.iterator()));
    }

    @Test
    void shouldTakeNoTextThatIsNotUnicode() throws MalformedException {
        assertThrows(IllegalArgumentException.class, () -> new Operation.CloseGrant("half a pair \ud83d"));
        Operation whole = new Operation.CloseGrant("a pair \ud83d\ude00");
        assertEquals(whole, OperationCodec.decode(OperationCodec.encode(whole)));
    }

    /** A name and hexadecimal digits on each line; what begins with # is for people. */
    private static Map<String, String> knownAnswers(String file) {
        Map<String, String> answers = new LinkedHashMap<>();
        try (InputStream in = LedgerEncodingTest.class.getResourceAsStream("known-answers/" + file)) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(parts -> answers.put(parts[0], parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }
}
