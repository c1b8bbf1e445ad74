package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.skyv.control.economy.ReferenceEconomy.Bug;
import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two worlds that differ in one thing: what one schemer does with its money. In one it is staked honestly, with all the
 * reward that can be had for it; in the other it is dealt with at random among the schemer's own accounts, transcoders
 * and boxes. At the end the schemer must not have more in the second.
 */
class SelfDealingTest {
    private static final int SEEDS = 300;
    private static final int SEEDS_TO_FIND_A_BUG = 1_000;
    private static final int ROUNDS = 12;
    private static final int DEALS_A_ROUND = 12;
    private static final long SCHEMERS_MICROS = 1_000_000_000L;
    private static final long HIGH_INFLATION_PPB = 50_000_000;
    private static final long BOX_BOND_MICROS = 1_000_000L;
    private static final String[] ACCOUNTS = {"m0", "m1", "m2", "m3"};
    private static final String[] BOXES = {"z0", "z1", "z2"};
    private static final String[] HONEST = {"h0", "h1", "h2"};
    /** What its one line can carry, however many boxes share it. */
    private static final long CAPACITY_KBPS = 30_000;
    /** What rounding can bring: a micro-SKYV for each box and round. */
    private static final BigInteger ROUNDING_MICROS = BigInteger.valueOf((long) ROUNDS * BOXES.length);

    @Test
    void shouldNotPayToDealWithOneself() {
        Seeds.forAll(SEEDS, seed -> compare(seed, Bug.NONE));
    }

    @ParameterizedTest
    @EnumSource(names = {"FINDER_PAID_FROM_ALL", "CONTRIBUTION_UNCAPPED"})
    void shouldSeeADealThatPaysWhenItIsPlanted(Bug bug) {
        for (long seed = 1; seed <= SEEDS_TO_FIND_A_BUG; seed++) {
            try {
                compare(seed, bug);
            } catch (AssertionError found) {
                return;
            }
        }
        fail(bug + " is not found with " + SEEDS_TO_FIND_A_BUG + " seeds");
    }

    private static void compare(long seed, Bug bug) {
        World honest = new World(seed, bug);
        World scheming = new World(seed, bug);
        for (int round = 1; round <= ROUNDS; round++) {
            honest.honestRound();
            scheming.schemersRound();
        }
        BigInteger most = honest.schemersWealth().add(ROUNDING_MICROS);
        assertTrue(
                scheming.schemersWealth().compareTo(most) <= 0,
                () -> "staked honestly it is " + honest.schemersWealth() + ", but with " + scheming.deals + " it is "
                        + scheming.schemersWealth());
    }

    private static final class World {
        private final Random others;
        private final Random scheme;
        private final Economics economy;
        private final List<Operation> deals = new ArrayList<>();
        /** The few kinds of deals that this schemer believes in; who does everything just loses. */
        private final List<Supplier<Operation>> repertoire = new ArrayList<>();

        private int names;
        private int round;

        World(long seed, Bug bug) {
            others = new Random(seed);
            scheme = new Random(-seed);
            Parameters parameters = parameters();
            long inflationPpb = others.nextBoolean() ? Economy.DEFAULT_INFLATION_PPB : HIGH_INFLATION_PPB;
            economy = bug == Bug.NONE
                    ? Economics.fast(parameters, inflationPpb)
                    : new ReferenceEconomy(parameters, inflationPpb, bug);
            begin(parameters, inflationPpb);
            List<Supplier<Operation>> all = deals();
            int kinds = scheme.nextInt(4) == 0 ? all.size() : 1 + scheme.nextInt(4);
            for (int i = 0; i < kinds; i++) {
                repertoire.add(all.get(scheme.nextInt(all.size())));
            }
        }

        /** Inflation rises alike in both worlds, since the target is never met. */
        private Parameters parameters() {
            Map<Parameter, Long> changes = new HashMap<>();
            changes.put(Parameter.TARGET_BONDING_PPM, 1_000_000L);
            changes.put(Parameter.ACTIVE_SET_SIZE, 8L);
            changes.put(Parameter.MIN_BOND, 1_000L);
            changes.put(Parameter.MIN_SELF_BOND, 1_000L);
            changes.put(Parameter.MIN_BOX_BOND, BOX_BOND_MICROS);
            changes.put(Parameter.UNBONDING_ROUNDS, (long) others.nextInt(3));
            changes.put(Parameter.JAIL_ROUNDS, (long) others.nextInt(2));
            changes.put(Parameter.PROTOCOL_FEE_PPM, (long) others.nextInt(1_000_001));
            changes.put(Parameter.FINDER_FEE_PPM, 50_000L);
            return Parameters.DEFAULTS.with(changes);
        }

        private void begin(Parameters parameters, long inflationPpb) {
            TreeMap<String, Long> balances = new TreeMap<>();
            balances.put("m0", SCHEMERS_MICROS);
            balances.put("payer", 5_000_000_000L);
            balances.put("delegator", 8_000_000_000L);
            for (String transcoder : HONEST) {
                balances.put(transcoder, 1_000_000_000L + others.nextLong(1_000_000_000L));
            }
            economy.apply(new Operation.Genesis(balances, parameters, inflationPpb));
            for (String transcoder : HONEST) {
                economy.apply(new Operation.Register(transcoder, 1, others.nextInt(200_000), 500_000));
                economy.apply(new Operation.Bond(transcoder, transcoder, balances.get(transcoder)));
            }
            // the most that honest work can bring: the whole cut, and a box on the line
            economy.apply(new Operation.Register("m0", 1, 1_000_000, 0));
            economy.apply(new Operation.AssignBox("z0", "m0"));
            economy.apply(new Operation.BondBox("m0", "z0", BOX_BOND_MICROS));
            economy.apply(new Operation.Bond("m0", "m0", SCHEMERS_MICROS - BOX_BOND_MICROS));
            economy.apply(new Operation.Bond("delegator", "m0", 1 + others.nextLong(4_000_000_000L)));
            economy.apply(new Operation.Bond("delegator", "h0", 1_000_000_000L));
            economy.apply(new Operation.AssignBox("honest-box", "h0"));
            economy.apply(new Operation.BondBox("h0", "honest-box", BOX_BOND_MICROS));
        }

        /** What was earned is staked too, as soon as it can be. */
        void honestRound() {
            long liquid = economy.standing().balance().getOrDefault("m0", 0L);
            economy.apply(new Operation.Bond("m0", "m0", liquid));
            network(List.of("z0"));
        }

        void schemersRound() {
            int before = scheme.nextInt(DEALS_A_ROUND);
            for (int i = 0; i < before; i++) {
                deal();
            }
            network(List.of(BOXES).subList(0, 1 + scheme.nextInt(BOXES.length)));
            for (int i = 0; i < DEALS_A_ROUND - before; i++) {
                deal();
            }
        }

        /** What happens in both worlds. */
        private void network(List<String> boxesOnTheLine) {
            economy.apply(new Operation.StartRound(String.format("%064x", ++round)));
            economy.standing().elected().forEach(id -> economy.apply(new Operation.Availability(id)));
            long each = CAPACITY_KBPS / boxesOnTheLine.size();
            boxesOnTheLine.forEach(box -> economy.apply(new Operation.Online(box, each, 86_400, true)));
            economy.apply(new Operation.Online("honest-box", 40_000, 86_400, true));
            String grant = "honest" + round;
            economy.apply(new Operation.OpenGrant(
                    grant, "payer", "honest-box", 1L << 33, 1_000_000, round, true, 0, 0, Digest.ZERO));
            economy.apply(new Operation.Receipt(grant, 1 + others.nextLong(1L << 33), 0, Digest.ZERO));
        }

        private void deal() {
            Operation operation =
                    repertoire.get(scheme.nextInt(repertoire.size())).get();
            if (economy.apply(operation).isEmpty()) {
                deals.add(operation);
            }
            if (operation instanceof Operation.OpenGrant grant && scheme.nextInt(4) != 0) {
                Operation receipt = new Operation.Receipt(grant.id(), grant.maxBytes(), 0, Digest.ZERO);
                economy.apply(receipt);
                deals.add(receipt);
            }
        }

        private List<Supplier<Operation>> deals() {
            return List.of(
                    () -> new Operation.Bond(account(), pool(), amount()),
                    () -> new Operation.Bond(account(), pool(), amount()),
                    () -> new Operation.CancelPending(account(), pool()),
                    () -> new Operation.Unbond(account(), pool(), amount()),
                    () -> new Operation.Unbond(account(), pool(), amount()),
                    () -> new Operation.Rebond(account(), lock()),
                    () -> new Operation.Withdraw(account(), lock()),
                    () -> new Operation.Transfer(account(), account(), amount()),
                    () -> new Operation.Register(account(), 1, scheme.nextInt(1_000_001), scheme.nextInt(1_000_001)),
                    () -> new Operation.TranscodeFee(account(), account(), amount() / 10),
                    () -> new Operation.ClaimFees(account(), pool()),
                    () -> new Operation.OpenGrant(
                            "scheme" + names++,
                            account(),
                            box(),
                            1L << 30,
                            amount() / 10,
                            round,
                            true,
                            0,
                            0,
                            Digest.ZERO),
                    () -> new Operation.OpenGrant(
                            "scheme" + names++,
                            account(),
                            box(),
                            1L << 30,
                            amount() / 10,
                            round,
                            true,
                            0,
                            0,
                            Digest.ZERO),
                    () -> new Operation.AssignBox(box(), account()),
                    () -> new Operation.BondBox(account(), box(), BOX_BOND_MICROS),
                    () -> new Operation.UnbondBox(account(), box(), amount() / 100),
                    () -> new Operation.Resign(account()),
                    () -> new Operation.Slash(
                            "offence" + names++,
                            account(),
                            scheme.nextInt(1_000_001),
                            round - scheme.nextInt(2),
                            account()),
                    () -> new Operation.SlashBox(
                            "offence" + names++,
                            box(),
                            scheme.nextInt(1_000_001),
                            round - scheme.nextInt(2),
                            account()));
        }

        BigInteger schemersWealth() {
            BigInteger sum = BigInteger.ZERO;
            for (String account : ACCOUNTS) {
                sum = sum.add(economy.wealth(account));
            }
            for (String box : BOXES) {
                sum = sum.add(economy.wealth(box));
            }
            return sum;
        }

        private String account() {
            return scheme.nextInt(3) != 0 ? ACCOUNTS[0] : ACCOUNTS[scheme.nextInt(ACCOUNTS.length)];
        }

        private String pool() {
            return scheme.nextInt(4) == 0 ? HONEST[scheme.nextInt(HONEST.length)] : account();
        }

        private long lock() {
            List<String> open = List.copyOf(economy.standing().unbonding().keySet());
            return open.isEmpty() ? 0 : Long.parseLong(open.get(scheme.nextInt(open.size())));
        }

        private String box() {
            return BOXES[scheme.nextInt(BOXES.length)];
        }

        private long amount() {
            return 1_000 + scheme.nextLong(scheme.nextBoolean() ? SCHEMERS_MICROS : SCHEMERS_MICROS / 50);
        }
    }
}
