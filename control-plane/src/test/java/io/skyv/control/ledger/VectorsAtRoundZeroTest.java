package io.skyv.control.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skyv.proto.sign.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The golden cases as far as they need neither stake nor rounds: the steps this ledger knows, up to the first whose
 * outcome a later round decides. What stake does to balances is left out of the comparison.
 */
class VectorsAtRoundZeroTest {
    private final Ledger ledger = new Ledger();

    @Test
    void shouldRefuseAsTheGoldenCasesDo() throws IOException {
        int checked = 0;
        for (JsonNode step : steps("02-refusals")) {
            checked += run(step) ? 1 : 0;
        }
        assertTrue(checked >= 12, "only " + checked + " steps were checked");
    }

    @Test
    void shouldBookGrantsAndReceiptsAsTheGoldenCasesDo() throws IOException {
        int rounds = 0;
        int checked = 0;
        for (JsonNode step : steps("09-grants-and-receipts")) {
            rounds += step.get("op").asText().equals("startRound") ? 1 : 0;
            if (rounds == 2) {
                break;
            }
            if (run(step) && step.has("expect")) {
                look(step.get("expect"));
                checked++;
            }
        }
        assertTrue(checked >= 5, "only " + checked + " steps were checked");
    }

    private void look(JsonNode expect) {
        assertEquals(expect.get("supply").asLong(), ledger.supplyMicros());
        Map<String, Long> escrow = new HashMap<>();
        expect.get("escrow")
                .properties()
                .forEach(e -> escrow.put(e.getKey(), e.getValue().asLong()));
        assertEquals(escrow.getOrDefault("g1", 0L), ledger.escrowMicros());
        for (String account : new String[] {"bob", "box1", "carol", "dave"}) {
            assertEquals(expect.get("balance").path(account).asLong(), ledger.balanceMicros(account), account);
        }
    }

    /** Whether this ledger knows the step's operation. */
    private boolean run(JsonNode step) {
        Optional<Operation> operation = operation(step);
        if (operation.isEmpty()) {
            return false;
        }
        String error = step.path("error").asText("");
        String outcome = switch (ledger.apply(operation.get())) {
            case Outcome.Applied _ -> "";
            case Outcome.Refused refused -> refused.refusal().code();
        };
        assertEquals(error, outcome, step.toString());
        return true;
    }

    private static Optional<Operation> operation(JsonNode step) {
        return switch (step.get("op").asText()) {
            case "genesis" -> {
                TreeMap<String, Long> balances = new TreeMap<>();
                step.get("balances")
                        .properties()
                        .forEach(e -> balances.put(e.getKey(), e.getValue().asLong()));
                yield Optional.of(new Operation.Genesis(balances, Parameters.DEFAULT));
            }
            case "transfer" ->
                Optional.of(new Operation.Transfer(
                        step.get("debit").asText(),
                        step.get("credit").asText(),
                        step.get("amount").asLong()));
            case "grant" ->
                Optional.of(new Operation.OpenGrant(
                        step.get("id").asText(),
                        step.get("payer").asText(),
                        step.get("box").asText(),
                        step.get("maxBytes").asLong(),
                        step.get("pricePerGiB").asLong(),
                        step.get("expiresRound").asLong(),
                        step.get("signed").asBoolean(),
                        65_536,
                        1,
                        Digest.ZERO));
            case "receipt" ->
                Optional.of(new Operation.Receipt(
                        step.get("grant").asText(), step.get("cumulativeBytes").asLong(), 0, Digest.ZERO));
            case "closeGrant" ->
                Optional.of(new Operation.CloseGrant(step.get("grant").asText()));
            default -> Optional.empty();
        };
    }

    private static JsonNode steps(String vector) throws IOException {
        try (InputStream in = VectorsAtRoundZeroTest.class.getResourceAsStream("/vectors/" + vector + ".json")) {
            return new ObjectMapper().readTree(in).get("steps");
        }
    }
}
