package io.skyv.control.genesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Parameter;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenesisFileTest {
    private static final String HEAD = "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":5000000,\"b\":7000000}";
    private static final String TERMS = "\"pricePerSegmentMicros\":1,\"blockRewardCutPpm\":2,\"feeSharePpm\":3";

    @TempDir
    Path directory;

    @Test
    void shouldComeToTheOperationsOfTheFileInItsOrder() throws Exception {
        Genesis genesis = parse(HEAD + ",\"parameters\":{\"minOnlineSeconds\":30},\"inflationPpb\":9,\"transcoders\":[{"
                + "\"id\":\"b\"," + TERMS + ",\"bonds\":{\"b\":2000000,\"a\":1000000}}]}");
        Operation.Genesis money = (Operation.Genesis) genesis.operations().getFirst();
        assertEquals(5_000_000, money.balancesMicros().get("a"));
        assertEquals(30, money.parameters().get(Parameter.MIN_ONLINE_SECONDS));
        assertEquals(9, money.inflationPpb());
        assertEquals(
                List.of(
                        new Operation.Register("b", 1, 2, 3),
                        new Operation.Bond("b", "b", 2_000_000),
                        new Operation.Bond("a", "b", 1_000_000)),
                genesis.operations().subList(1, 4));
    }

    @Test
    void shouldAskWithTheSameIdsOfRoundZeroEachTime() throws Exception {
        List<Request> requests = GenesisFile.read("demo").requests();
        assertEquals(requests, GenesisFile.read("demo").requests());
        Set<OperationId> ids = new HashSet<>();
        requests.forEach(request -> ids.add(request.id()));
        assertEquals(requests.size(), ids.size());
        assertTrue(ids.stream().allMatch(id -> id.round() == 0));
    }

    @Test
    void shouldElectOneByRankAndOneByLotInTheDemosFirstRound() throws Exception {
        Economy economy = new Economy();
        GenesisFile.read("demo").operations().forEach(operation -> assertApplied(economy, operation));
        assertApplied(economy, new Operation.StartRound("0".repeat(64)));
        assertEquals("relay-owner", economy.standing().elected().getFirst());
        assertEquals(2, economy.standing().elected().size());
        assertEquals(5, economy.standing().position().size());
        assertTrue(economy.balanceMicros("broadcaster") > 500_000_000_000L);
    }

    @Test
    void shouldBeginATestNetworkWithTheOwnersMoney() throws Exception {
        Economy economy = new Economy();
        GenesisFile.read("test").operations().forEach(operation -> assertApplied(economy, operation));
        assertEquals(1_000_000_000_000L, economy.balanceMicros("broadcaster"));
        assertEquals(1_000_000_000_000L, economy.balanceMicros("relay-owner"));
    }

    @Test
    void shouldNameTheFileAndThePlaceOfWhatIsWrong() throws Exception {
        Path file = directory.resolve("mine.json");
        Files.writeString(file, HEAD + ",\"transcoders\":[{\"id\":\"b\"," + TERMS + ",\"bonds\":{\"a\":6000000}}]}");
        assertEquals(
                "The genesis file " + file + " cannot be used: 'transcoders[0].bonds.a' is refused by the ledger:"
                        + " insufficient_funds",
                assertThrows(MalformedGenesisException.class, () -> GenesisFile.read(file.toString()))
                        .getMessage());
        String absent = assertThrows(MalformedGenesisException.class, () -> GenesisFile.read(directory + "/none"))
                .getMessage();
        assertTrue(absent.contains("/none cannot be read"), absent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|must be an object",
                "|must be an object",
                "{\"format\":\"skyv-genesis-v1\"|not JSON",
                "{\"format\":\"skyv-genesis-v2\",\"balances\":{}}|'format' must be \"skyv-genesis-v1\"",
                "{\"format\":\"skyv-genesis-v1\"}|needs the field 'balances'",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1},\"balance\":{}}|unknown field 'balance'",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1,\"a\":2}}|Duplicate field 'a'",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1}} x|not JSON",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a b\":1}}|'balances.a b' must be an id",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1.0}}|'balances.a' must be a whole number",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1000000000000000001}}|'balances.a' must be",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":99999999999999999999}}|'balances.a' must be",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1e38888888888888}}|not one with a fraction or an exp",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":0}}|'balances' is refused by the ledger: inv",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1},\"parameters\":{\"x\":1}}|is no parameter",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1},\"parameters\":{\"abilityPpm\":900000}}|over 1",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1},\"inflationPpb\":1000000001}|'inflationPpb'",
                "{\"format\":\"skyv-genesis-v1\",\"balances\":{\"a\":1},\"transcoders\":[{\"id\":\"a\"}]}|needs the",
                "[[[[[[[[[[[[]]]]]]]]]]]]|not JSON",
            })
    void shouldRefuseWhatNoNetworkCanBeginWith(String json, String said) {
        String message = assertThrows(MalformedGenesisException.class, () -> parse(json == null ? "" : json))
                .getMessage();
        assertTrue(message.contains(said), message);
    }

    @Test
    void shouldRefuseATranscoderThatIsThereTwice() {
        String one = "{\"id\":\"a\"," + TERMS + ",\"bonds\":{}}";
        String message = assertThrows(
                        MalformedGenesisException.class,
                        () -> parse(HEAD + ",\"transcoders\":[" + one + "," + one + "]}"))
                .getMessage();
        assertEquals("'transcoders[1].id' is the id of an earlier one too", message);
    }

    private static void assertApplied(Economy economy, Operation operation) {
        assertTrue(economy.apply(operation) instanceof Outcome.Applied, operation::toString);
    }

    private static Genesis parse(String json) throws MalformedGenesisException {
        return GenesisFile.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
