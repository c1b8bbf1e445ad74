package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A small network at random, from a seed: its parameters, its first money, and operations of all kinds, good and bad
 * ones, over few ids, so that they meet; amounts like to be at an edge.
 */
public final class RandomEconomy {
    private static final String[] ACCOUNTS = {"a", "b", "c", "D", "e-1", "e.1", "t0", "t1", "t2", "t3"};
    private static final String[] TRANSCODERS = {"t0", "t1", "t2", "t3", "a"};
    private static final String[] BOXES = {"x1", "x2", "x10", "X", "a", "t0"};
    private static final String[] BAD_IDS = {"", "not an id", "é", "x".repeat(65), "a\n", "nobody"};
    private static final long MOST = Economy.MAX_SUPPLY_MICROS;

    private static final int REPEATS = 20;

    private final Random random;
    /** What comes next, before anything else. */
    private final Deque<Function<Standing, Operation>> plan = new ArrayDeque<>();

    private final long scale;
    public final Parameters parameters;
    public final long inflationPpb;

    public RandomEconomy(long seed) {
        this.random = new Random(seed);
        this.scale = new long[] {1_000, 1_000_000_000L, 10_000_000_000_000L, MOST / 12}[random.nextInt(4)];
        this.parameters = someParameters();
        this.inflationPpb = random.nextBoolean() ? random.nextLong(1_000_000_001) : random.nextLong(1_000_000);
    }

    private Parameters someParameters() {
        Map<Parameter, Long> changes = new EnumMap<>(Parameter.class);
        long leastBond = scale <= 1_000 ? random.nextInt(3) : random.nextLong(scale / 10);
        changes.put(Parameter.MIN_BOND, leastBond);
        changes.put(Parameter.MIN_SELF_BOND, random.nextBoolean() ? leastBond : random.nextLong(scale));
        changes.put(Parameter.MIN_BOX_BOND, random.nextLong(Math.max(2, scale / 10)));
        changes.put(Parameter.ACTIVE_SET_SIZE, 1L + random.nextInt(4));
        changes.put(Parameter.UNBONDING_ROUNDS, (long) random.nextInt(4));
        changes.put(Parameter.JAIL_ROUNDS, (long) random.nextInt(3));
        changes.put(Parameter.SETTLEMENT_ROUNDS, (long) random.nextInt(3));
        changes.put(Parameter.INFLATION_CHANGE_PPB, random.nextLong(300_000_000));
        for (Parameter ratio : List.of(
                Parameter.TARGET_BONDING_PPM,
                Parameter.PROTOCOL_FEE_PPM,
                Parameter.CONTRIBUTION_CAP_PPM,
                Parameter.FINDER_FEE_PPM,
                Parameter.COSIGN_QUORUM_PPM)) {
            changes.put(ratio, ratio());
        }
        long ability = ratio();
        long contribution = random.nextLong(1_000_001 - ability);
        changes.put(Parameter.ABILITY_PPM, ability);
        changes.put(Parameter.CONTRIBUTION_PPM, contribution);
        changes.put(Parameter.BOOKKEEPING_PPM, random.nextLong(1_000_001 - ability - contribution));
        changes.put(Parameter.MIN_ONLINE_SECONDS, random.nextLong(100));
        changes.put(Parameter.CAPACITY_CAP_KBPS, random.nextBoolean() ? MOST : random.nextLong(1_000));
        return Parameters.DEFAULTS.with(changes);
    }

    public Operation.Genesis genesis() {
        TreeMap<String, Long> balances = new TreeMap<>();
        for (String account : ACCOUNTS) {
            balances.put(account, 1 + random.nextLong(scale));
        }
        if (random.nextInt(4) != 0) {
            planSettling();
        }
        return new Operation.Genesis(balances, parameters, inflationPpb);
    }

    /** Transcoders and boxes that are there from the beginning, many of them with the same at stake. */
    private void planSettling() {
        for (String transcoder : TRANSCODERS) {
            plan.add(_ -> new Operation.Register(transcoder, 1, ratio(), ratio()));
            plan.add(now -> new Operation.Bond(transcoder, transcoder, amount(now.balance(), transcoder)));
        }
        for (String box : BOXES) {
            String owner = one(ACCOUNTS);
            plan.add(_ -> new Operation.AssignBox(box, owner));
            plan.add(now -> new Operation.BondBox(owner, box, amount(now.balance(), owner)));
        }
    }

    /** Often followed by what the network would say in the round. */
    private Operation startRound() {
        if (random.nextBoolean()) {
            for (String box : BOXES) {
                plan.add(_ -> new Operation.Online(box, 100, 100, true));
                plan.add(_ -> new Operation.Cosigned(box, 3, 3));
            }
        }
        if (random.nextInt(3) != 0) {
            for (int i = 0; i < TRANSCODERS.length; i++) {
                plan.add(this::availability);
            }
        }
        return new Operation.StartRound(seed());
    }

    public Operation next(Standing now) {
        Function<Standing, Operation> planned = plan.poll();
        if (planned != null) {
            return planned.apply(now);
        }
        return switch (random.nextInt(40)) {
            case 0, 1, 2 -> startRound();
            case 3, 4 -> register();
            case 5, 6, 7, 8 -> {
                String delegator = account();
                yield new Operation.Bond(
                        random.nextInt(3) == 0 ? transcoder() : delegator,
                        transcoder(),
                        amount(now.balance(), delegator));
            }
            case 9 -> new Operation.CancelPending(account(), transcoder());
            case 10, 11, 12 -> unbond(now);
            case 13, 14 -> new Operation.Withdraw(account(), lock(now));
            case 15, 16 -> new Operation.Rebond(account(), lock(now));
            case 17 -> random.nextInt(4) == 0 ? new Operation.Resign(transcoder()) : availability(now);
            case 18, 19, 20 -> availability(now);
            case 21 -> new Operation.Online(box(), figure(), figure(), random.nextInt(4) != 0);
            case 22 -> {
                long of = figure();
                yield new Operation.Cosigned(box(), random.nextBoolean() ? of : random.nextLong(of + 2), of);
            }
            case 23, 24 -> {
                String payer = account();
                yield new Operation.TranscodeFee(payer, transcoder(), amount(now.balance(), payer));
            }
            case 25, 26 -> new Operation.ClaimFees(account(), transcoder());
            case 27, 28 -> grant(now);
            case 29, 30, 31 -> new Operation.Receipt(grantId(), bytes(), random.nextInt(9), Digest.ZERO);
            case 32 -> new Operation.CloseGrant(grantId());
            case 33 -> {
                String debit = account();
                yield new Operation.Transfer(debit, account(), amount(now.balance(), debit));
            }
            case 34 -> new Operation.AssignBox(box(), account());
            case 35 -> {
                String owner = account();
                yield new Operation.BondBox(owner, box(), amount(now.balance(), owner));
            }
            case 36 -> {
                String box = box();
                yield new Operation.UnbondBox(account(), box, amount(now.boxBond(), box));
            }
            case 37 -> slash(now);
            case 38 -> setParameter();
            default -> burstOrBegin(now);
        };
    }

    /** Another genesis, or so many small steps out that the locks run out. */
    private Operation burstOrBegin(Standing now) {
        if (random.nextInt(10) == 0) {
            return new Operation.Genesis(new TreeMap<>(Map.of(account(), 5L)), parameters, inflationPpb);
        }
        if (random.nextInt(8) == 0) {
            Operation repeated = switch (unbond(now)) {
                case Operation.Unbond unbond
                when random.nextBoolean() ->
                    new Operation.Unbond(unbond.delegator(), unbond.transcoder(), 1 + random.nextInt(3));
                default -> new Operation.UnbondBox(account(), box(), 1);
            };
            plan.addAll(Collections.nCopies(REPEATS, _ -> repeated));
            return repeated;
        }
        return new Operation.Unbond(account(), transcoder(), 1 + random.nextInt(3));
    }

    private Operation register() {
        long price = random.nextInt(8) == 0 ? 1_000_000_000_001L : random.nextInt(100);
        return new Operation.Register(transcoder(), price, ratioOrNot(), ratioOrNot());
    }

    private Operation unbond(Standing now) {
        List<String> positions = new ArrayList<>(now.position().keySet());
        if (positions.isEmpty()) {
            return new Operation.Unbond(account(), transcoder(), 1);
        }
        String position = positions.get(random.nextInt(positions.size()));
        int at = position.indexOf('@');
        return new Operation.Unbond(
                position.substring(0, at), position.substring(at + 1), amount(now.position(), position));
    }

    private Operation availability(Standing now) {
        return now.elected().isEmpty() || random.nextInt(10) == 0
                ? new Operation.Availability(transcoder())
                : new Operation.Availability(
                        now.elected().get(random.nextInt(now.elected().size())));
    }

    private Operation grant(Standing now) {
        String payer = account();
        long most = now.balance().getOrDefault(payer, 1L);
        long maxBytes = bytes();
        long price = random.nextInt(6) == 0
                ? new long[] {-1, 0, 1_000_000_000_000L, 1_000_000_000_001L}[random.nextInt(4)]
                : random.nextLong(Math.min(1_000_000_000_000L, Math.max(2, most / 2)));
        long expires = random.nextInt(20) == 0 ? Long.MAX_VALUE : now.round() + random.nextInt(4) - 1;
        return new Operation.OpenGrant(
                grantId(), payer, box(), maxBytes, price, expires, random.nextInt(4) != 0, 65_536, 3, Digest.ZERO);
    }

    private Operation slash(Standing now) {
        String offence = "o" + random.nextInt(40);
        long since = now.round() + 1 - random.nextInt(4);
        long ppm = random.nextInt(4) == 0 ? ratioOrNot() : random.nextInt(400_000);
        return random.nextInt(3) == 0
                ? new Operation.SlashBox(offence, box(), ppm, since, account())
                : new Operation.Slash(offence, transcoder(), ppm, since, account());
    }

    private Operation setParameter() {
        Parameter parameter = Parameter.values()[random.nextInt(Parameter.values().length)];
        long value = switch (parameter) {
            case UNBONDING_ROUNDS, JAIL_ROUNDS, SETTLEMENT_ROUNDS -> random.nextInt(12) == 0 ? MOST : random.nextInt(4);
            case ACTIVE_SET_SIZE -> random.nextInt(5);
            default ->
                parameter.inWords().endsWith("Ppm")
                        ? ratioOrNot()
                        : random.nextInt(9) == 0 ? MOST + random.nextInt(2) : random.nextLong(scale / 10);
        };
        return new Operation.SetParameter(
                random.nextInt(20) == 0 ? "inflationPpb" : parameter.inWords(), random.nextInt(20) == 0 ? -1 : value);
    }

    private long amount(SortedMap<String, Long> of, String key) {
        long most = of.getOrDefault(key, 0L);
        return switch (random.nextInt(10)) {
            case 0 -> most;
            case 1 -> most + random.nextInt(3) - 1;
            case 2 -> 1 + random.nextInt(3);
            case 3 -> random.nextInt(4) == 0 ? new long[] {0, -1, MOST, MOST + 1}[random.nextInt(4)] : most / 2;
            case 4, 5 -> 1 + scale / 10; // the same for many, so that stakes are equal
            default -> 1 + (most <= 1 ? 0 : random.nextLong(most));
        };
    }

    private long lock(Standing now) {
        List<String> locks = new ArrayList<>(now.unbonding().keySet());
        return locks.isEmpty() || random.nextInt(8) == 0
                ? random.nextInt(20) - 1
                : Long.parseLong(locks.get(random.nextInt(locks.size())));
    }

    private long bytes() {
        return switch (random.nextInt(8)) {
            case 0 -> new long[] {-1, 0, 1, 1L << 50, (1L << 50) + 1}[random.nextInt(5)];
            case 1 -> random.nextLong(1L << 50);
            default -> 1 + random.nextLong(1L << 33);
        };
    }

    private long figure() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> random.nextInt(6) == 0 ? new long[] {-1, 1_000_000_001L}[random.nextInt(2)] : 1_000_000_000L;
            case 2, 3, 4, 5 -> 100; // the same for many, so that remainders are equal
            default -> random.nextInt(1_000);
        };
    }

    private long ratio() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1_000_000;
            default -> random.nextInt(1_000_001);
        };
    }

    private long ratioOrNot() {
        return random.nextInt(12) == 0 ? new long[] {-1, 1_000_001}[random.nextInt(2)] : ratio();
    }

    private String account() {
        return random.nextInt(60) == 0 ? one(BAD_IDS) : one(ACCOUNTS);
    }

    private String transcoder() {
        return random.nextInt(60) == 0 ? one(BAD_IDS) : one(TRANSCODERS);
    }

    private String box() {
        return random.nextInt(60) == 0 ? one(BAD_IDS) : one(BOXES);
    }

    private String grantId() {
        return "g" + random.nextInt(6);
    }

    private String seed() {
        if (random.nextInt(30) == 0) {
            return one(new String[] {"", "0", "A".repeat(64), "0".repeat(63) + "\n", "0".repeat(65)});
        }
        byte[] bytes = new byte[Digest.BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
