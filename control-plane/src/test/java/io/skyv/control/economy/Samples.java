package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One operation of each kind and outcomes of both, with a name: what the known answers are of. */
final class Samples {
    static final Digest W_0 = Digest.ofHex("0123456789abcdef".repeat(4));
    static final Digest W_3 = Digest.ofHex("fedcba9876543210".repeat(4));
    static final String SEED = "00000000000000000000000000000000000000000000000000000000000000a7";

    private Samples() {}

    static Map<String, Operation> operations() {
        Map<String, Operation> samples = new LinkedHashMap<>();
        Parameters parameters = Parameters.DEFAULTS.with(new EnumMap<>(Map.of(Parameter.ACTIVE_SET_SIZE, 100L)));
        samples.put(
                "genesis",
                new Operation.Genesis(
                        new TreeMap<>(Map.of("alice", 2_000_000_000L, "bob", 1_000_000_000L, "dave", 4_000_000_000L)),
                        parameters,
                        219_000));
        samples.put("assignBox", new Operation.AssignBox("box1", "carol"));
        samples.put(
                "grant",
                new Operation.OpenGrant("g1", "dave", "box1", 3_221_225_472L, 1_000_001, 9, true, 65_536, 49_152, W_0));
        samples.put("receipt", new Operation.Receipt("g1", 196_608, 3, W_3));
        samples.put("closeGrant", new Operation.CloseGrant("g1"));
        samples.put("transfer", new Operation.Transfer("dave", "alice", -3));
        samples.put("register", new Operation.Register("alice", 10, 500_000, 250_000));
        samples.put("bond", new Operation.Bond("alice", "alice", 1_000_000_000));
        samples.put("cancelPending", new Operation.CancelPending("dave", "alice"));
        samples.put("unbond", new Operation.Unbond("alice", "alice", 300_000_000));
        samples.put("withdraw", new Operation.Withdraw("alice", 1));
        samples.put("rebond", new Operation.Rebond("alice", 1));
        samples.put("resign", new Operation.Resign("alice"));
        samples.put("availability", new Operation.Availability("alice"));
        samples.put("startRound", new Operation.StartRound(SEED));
        samples.put("online", new Operation.Online("box1", 50_000, 86_400, true));
        samples.put("cosigned", new Operation.Cosigned("box1", 143, 144));
        samples.put("transcodeFee", new Operation.TranscodeFee("bob", "alice", 1_000));
        samples.put("claimFees", new Operation.ClaimFees("dave", "alice"));
        samples.put("bondBox", new Operation.BondBox("carol", "box1", 1_000_000));
        samples.put("unbondBox", new Operation.UnbondBox("carol", "box1", 1_000_000));
        samples.put("slash", new Operation.Slash("o1", "alice", 30_000, 2, "bob"));
        samples.put("slashBox", new Operation.SlashBox("o2", "box1", 30_000, 2, "bob"));
        samples.put("setParameter", new Operation.SetParameter("minPricePerGiB", 5));
        samples.put("transferOfNonAscii", new Operation.Transfer("zoë 😀", "", Long.MIN_VALUE));
        return samples;
    }

    static Map<String, Outcome> outcomes() {
        Map<String, Outcome> samples = new LinkedHashMap<>();
        samples.put("applied", new Outcome.Applied(1, 2, 3, 4));
        for (Refusal refusal : Refusal.values()) {
            samples.put(refusal.code(), refusal.outcome());
        }
        return samples;
    }
}
