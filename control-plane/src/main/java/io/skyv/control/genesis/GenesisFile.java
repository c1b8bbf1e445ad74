package io.skyv.control.genesis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.Parameter;
import io.skyv.control.economy.Parameters;
import io.skyv.proto.id.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads genesis files, {@code docs/operator/genesis.md}: JSON, in which a field that is not known, there twice or out of
 * range is an error and not overlooked, since what a network begins with stays.
 */
public final class GenesisFile {
    public static final String FORMAT = "skyv-genesis-v1";

    /** Room for a million accounts. */
    static final long MAX_BYTES = 128L * 1024 * 1024;

    /** Genesis files that are brought along, by the word that names them. */
    private static final Set<String> BROUGHT_ALONG = Set.of("test", "demo");

    private static final int MAX_DEPTH = 8;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private GenesisFile() {}

    /** @param named {@code test} or {@code demo} for one that is brought along, else the path of a file */
    public static Genesis read(String named) throws MalformedGenesisException {
        try {
            return parse(bytes(named));
        } catch (MalformedGenesisException e) {
            throw new MalformedGenesisException("The genesis file " + named + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MalformedGenesisException(
                    "The genesis file " + named + " cannot be read (" + e
                            + "); SKYV_GENESIS is the path of a file, or test or demo",
                    e);
        }
    }

    private static byte[] bytes(String named) throws IOException, MalformedGenesisException {
        if (BROUGHT_ALONG.contains(named)) {
            try (InputStream resource = GenesisFile.class.getResourceAsStream("/genesis/" + named + ".json")) {
                if (resource == null) {
                    throw new IOException("this program was packaged without it");
                }
                return resource.readAllBytes();
            }
        }
        Path file = Path.of(named);
        if (Files.size(file) > MAX_BYTES) {
            throw new MalformedGenesisException("it has over " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** @throws MalformedGenesisException naming the place in the file */
    public static Genesis parse(byte[] json) throws MalformedGenesisException {
        JsonPlace root;
        try {
            JsonNode tree = JSON.readTree(json);
            root = new JsonPlace("", tree);
        } catch (JsonProcessingException e) {
            // some of its constraints have no place
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new MalformedGenesisException("it is not JSON: " + e.getOriginalMessage() + line, e);
        } catch (IOException e) {
            throw new MalformedGenesisException("it cannot be read: " + e.getMessage(), e);
        }
        root.object(Set.of("format", "comment", "balances", "parameters", "inflationPpb", "transcoders"));
        if (!FORMAT.equals(root.field("format").text())) {
            throw root.field("format").wrong("must be \"" + FORMAT + "\"");
        }
        List<Placed> operations = new ArrayList<>();
        operations.add(new Placed(root.field("balances"), money(root)));
        addTranscoders(root, operations);
        return tried(operations);
    }

    private static Operation.Genesis money(JsonPlace root) throws MalformedGenesisException {
        TreeMap<String, Long> balances = new TreeMap<>();
        for (Map.Entry<String, JsonPlace> account : root.field("balances").fields()) {
            JsonPlace micros = account.getValue();
            if (!Ids.isValid(account.getKey())) {
                throw micros.wrong(JsonPlace.NO_ID);
            }
            balances.put(account.getKey(), micros.number(Economy.MAX_SUPPLY_MICROS));
        }
        long inflation = root.has("inflationPpb")
                ? root.field("inflationPpb").number(Economy.MAX_INFLATION_PPB)
                : Economy.DEFAULT_INFLATION_PPB;
        if (balances.size() > Operation.MAX_GENESIS_ACCOUNTS) {
            throw root.field("balances").wrong("has over " + Operation.MAX_GENESIS_ACCOUNTS + " accounts");
        }
        return new Operation.Genesis(balances, parameters(root), inflation);
    }

    private static Parameters parameters(JsonPlace root) throws MalformedGenesisException {
        if (!root.has("parameters")) {
            return Parameters.DEFAULTS;
        }
        JsonPlace given = root.field("parameters");
        Map<Parameter, Long> changes = new EnumMap<>(Parameter.class);
        for (Map.Entry<String, JsonPlace> one : given.fields()) {
            Parameter parameter = Parameter.named(one.getKey())
                    .orElseThrow(() -> one.getValue().wrong("is no parameter of the economics"));
            changes.put(parameter, one.getValue().number(Economy.MAX_SUPPLY_MICROS));
        }
        try {
            return Parameters.DEFAULTS.with(changes);
        } catch (IllegalArgumentException e) {
            throw given.wrong("cannot be: " + e.getMessage());
        }
    }

    /** An operation, and the place in the file that asks for it. */
    record Placed(JsonPlace place, Operation operation) {}

    private static void addTranscoders(JsonPlace root, List<Placed> operations) throws MalformedGenesisException {
        if (!root.has("transcoders")) {
            return;
        }
        Set<String> registered = new HashSet<>();
        for (JsonPlace one : root.field("transcoders").items()) {
            one.object(Set.of("id", "pricePerSegmentMicros", "blockRewardCutPpm", "feeSharePpm", "bonds"));
            String id = one.field("id").id();
            if (!registered.add(id)) {
                throw one.field("id").wrong("is the id of an earlier one too");
            }
            long price = one.field("pricePerSegmentMicros").number(Economy.MAX_SUPPLY_MICROS);
            long cut = one.field("blockRewardCutPpm").number(Parameters.PPM);
            long feeShare = one.field("feeSharePpm").number(Parameters.PPM);
            operations.add(new Placed(one, new Operation.Register(id, price, cut, feeShare)));
            for (Map.Entry<String, JsonPlace> bond : one.field("bonds").fields()) {
                long micros = bond.getValue().number(Economy.MAX_SUPPLY_MICROS);
                operations.add(new Placed(bond.getValue(), new Operation.Bond(bond.getKey(), id, micros)));
            }
        }
    }

    /** Does all of it once, so that nothing of a genesis is refused when it counts. */
    private static Genesis tried(List<Placed> placed) throws MalformedGenesisException {
        if (placed.size() > Genesis.MAX_OPERATIONS) {
            throw new MalformedGenesisException(
                    "it has over " + (Genesis.MAX_OPERATIONS - 1) + " transcoders and bonds together");
        }
        Economy economy = new Economy();
        for (Placed one : placed) {
            if (economy.apply(one.operation) instanceof Outcome.Refused refused) {
                throw one.place.wrong(
                        "is refused by the ledger: " + refused.refusal().code());
            }
        }
        return new Genesis(placed.stream().map(Placed::operation).toList());
    }
}
