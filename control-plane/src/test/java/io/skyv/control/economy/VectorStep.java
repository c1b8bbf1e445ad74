package io.skyv.control.economy;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.sign.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One step of a golden case. Whatever in it is not understood is a fault that names file, step and field. */
final class VectorStep {
    private static final Set<String> ANY_STEP = Set.of("op", "error", "expect", "why");

    private final String file;
    private final int index;
    private final JsonNode json;
    private final Set<String> read = new HashSet<>(ANY_STEP);
    private final String op;
    private final Optional<Operation> operation;

    VectorStep(String file, int index, JsonNode json, Parameters parameters, long inflationPpb) {
        this.file = file;
        this.index = index;
        this.json = json;
        this.op = json.path("op").asText("");
        this.operation = op.equals("look") ? Optional.empty() : Optional.of(parse(parameters, inflationPpb));
        for (String field : Vector.names(json)) {
            if (!read.contains(field)) {
                throw fault("unknown field '" + field + "'");
            }
        }
    }

    /** Nothing if it only looks. */
    Optional<Operation> operation() {
        return operation;
    }

    /** The code it must be refused with; "" if it must be applied. */
    String error() {
        return json.path("error").asText("");
    }

    AssertionError fault(String what) {
        return new AssertionError(file + ": step " + index + " (" + op + "): " + what);
    }

    /** What is there and is not as it must be; empty if all is well. */
    List<String> differences(Standing standing) {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : json.path("expect").properties()) {
            String name = field.getKey();
            JsonNode must = field.getValue();
            switch (name) {
                case "round" -> compare(found, name, number(must, name), standing.round());
                case "supply" -> compare(found, name, number(must, name), standing.supply());
                case "inflationPpb" -> compare(found, name, number(must, name), standing.inflationPpb());
                case "mintable" -> compare(found, name, number(must, name), standing.mintable());
                case "elected" -> compare(found, name, texts(must), standing.elected());
                case "balance" -> compareMaps(found, name, must, standing.balance());
                case "stake" -> compareMaps(found, name, must, standing.stake());
                case "position" -> compareMaps(found, name, must, standing.position());
                case "unbonding" -> compareMaps(found, name, must, standing.unbonding());
                case "boxBond" -> compareMaps(found, name, must, standing.boxBond());
                case "escrow" -> compareMaps(found, name, must, standing.escrow());
                default -> throw fault("unknown field 'expect." + name + "'");
            }
        }
        return found;
    }

    private static void compare(List<String> found, String name, Object must, Object is) {
        if (!must.equals(is)) {
            found.add(name + " must be " + must + " but is " + is);
        }
    }

    private void compareMaps(List<String> found, String name, JsonNode must, SortedMap<String, Long> is) {
        TreeMap<String, Long> expected = Vector.numbers(must, where(name));
        expected.values().removeIf(micros -> micros == 0);
        TreeSet<String> keys = new TreeSet<>(expected.keySet());
        keys.addAll(is.keySet());
        for (String key : keys) {
            compare(found, name + "." + key, expected.getOrDefault(key, 0L), is.getOrDefault(key, 0L));
        }
    }

    private List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private Operation parse(Parameters parameters, long inflationPpb) {
        return switch (op) {
            case "genesis" ->
                new Operation.Genesis(Vector.numbers(field("balances"), where("balances")), parameters, inflationPpb);
            case "register" ->
                new Operation.Register(
                        text("transcoder"),
                        number("pricePerSegment"),
                        number("blockRewardCutPpm"),
                        number("feeSharePpm"));
            case "bond" -> new Operation.Bond(text("delegator"), text("transcoder"), number("amount"));
            case "cancelPending" -> new Operation.CancelPending(text("delegator"), text("transcoder"));
            case "unbond" -> new Operation.Unbond(text("delegator"), text("transcoder"), number("amount"));
            case "withdraw" -> new Operation.Withdraw(text("owner"), number("lock"));
            case "rebond" -> new Operation.Rebond(text("owner"), number("lock"));
            case "resign" -> new Operation.Resign(text("transcoder"));
            case "availability" -> new Operation.Availability(text("transcoder"));
            case "startRound" -> new Operation.StartRound(text("seed"));
            case "transcodeFee" -> new Operation.TranscodeFee(text("payer"), text("transcoder"), number("amount"));
            case "claimFees" -> new Operation.ClaimFees(text("delegator"), text("transcoder"));
            case "transfer" -> new Operation.Transfer(text("debit"), text("credit"), number("amount"));
            case "setParameter" -> new Operation.SetParameter(text("name"), number("value"));
            default -> parseOfBoxes();
        };
    }

    private Operation parseOfBoxes() {
        return switch (op) {
            case "online" ->
                new Operation.Online(text("box"), number("capacityKbps"), number("seconds"), bool("qualified"));
            case "cosigned" -> new Operation.Cosigned(text("box"), number("heads"), number("of"));
            case "grant" ->
                new Operation.OpenGrant(
                        text("id"),
                        text("payer"),
                        text("box"),
                        number("maxBytes"),
                        number("pricePerGiB"),
                        number("expiresRound"),
                        bool("signed"),
                        0,
                        0,
                        Digest.ZERO);
            case "receipt" -> new Operation.Receipt(text("grant"), number("cumulativeBytes"), 0, Digest.ZERO);
            case "closeGrant" -> new Operation.CloseGrant(text("grant"));
            case "assignBox" -> new Operation.AssignBox(text("box"), text("owner"));
            case "bondBox" -> new Operation.BondBox(text("owner"), text("box"), number("amount"));
            case "unbondBox" -> new Operation.UnbondBox(text("owner"), text("box"), number("amount"));
            case "slash" ->
                new Operation.Slash(
                        text("offence"), text("transcoder"), number("ppm"), number("offenceRound"), text("finder"));
            case "slashBox" ->
                new Operation.SlashBox(
                        text("offence"), text("box"), number("ppm"), number("offenceRound"), text("finder"));
            default -> throw fault("unknown operation");
        };
    }

    private JsonNode field(String name) {
        read.add(name);
        if (!json.has(name)) {
            throw fault("it has no field '" + name + "'");
        }
        return json.get(name);
    }

    private String text(String name) {
        JsonNode node = field(name);
        if (!node.isTextual()) {
            throw fault(name + " must be a text but is " + node);
        }
        return node.asText();
    }

    private boolean bool(String name) {
        JsonNode node = field(name);
        if (!node.isBoolean()) {
            throw fault(name + " must be true or false but is " + node);
        }
        return node.asBoolean();
    }

    private long number(String name) {
        return number(field(name), name);
    }

    private long number(JsonNode node, String name) {
        return Vector.number(node, where(name));
    }

    private String where(String name) {
        return file + ": step " + index + " (" + op + "): " + name;
    }
}
