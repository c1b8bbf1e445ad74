package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What a busy network asks: 60 % receipts, 20 % transfers, 10 % grants, 10 % staking, over many accounts. */
public final class BenchWork {
    public static final int ACCOUNTS = 100_000;
    private static final int TRANSCODERS = 300;
    private static final long UNIT_BYTES = 65_536;
    private static final long UNITS = 65_536;

    private final Random random;
    private final List<String> openGrants = new ArrayList<>();
    private final Map<String, Long> paidUnits = new HashMap<>();
    private long grants;
    private long round = 1;
    /** Where in the open grants those of this round begin. */
    private int ofThisRound;

    public BenchWork(long seed) {
        random = new Random(seed);
    }

    /** Accounts with money, transcoders, and some grants to send receipts for. */
    public List<Operation> beginning() {
        List<Operation> beginning = new ArrayList<>();
        TreeMap<String, Long> balances = new TreeMap<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            balances.put(account(i), 1_000_000_000_000L);
        }
        beginning.add(new Operation.Genesis(balances, Parameters.DEFAULTS, Economy.DEFAULT_INFLATION_PPB));
        for (int i = 0; i < TRANSCODERS; i++) {
            beginning.add(new Operation.Register(account(i), 1, 100_000, 500_000));
            beginning.add(new Operation.Bond(account(i), account(i), 1_000_000_000L));
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            beginning.add(new Operation.Bond(account(i), account(i % TRANSCODERS), 2_000_000L));
        }
        beginning.add(new Operation.StartRound(Samples.SEED));
        for (int i = 0; i < ACCOUNTS / 10; i++) {
            beginning.add(grant());
        }
        return beginning;
    }

    public List<Operation> operations(int count) {
        List<Operation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(100);
            operations.add(kind < 60 ? receipt() : kind < 80 ? transfer() : kind < 90 ? grant() : staking());
        }
        return operations;
    }

    /** From now on receipts are for grants of this round and the one before. */
    public void roundStarted() {
        round++;
        List<String> old = openGrants.subList(0, ofThisRound);
        old.forEach(paidUnits::remove);
        old.clear();
        ofThisRound = openGrants.size();
    }

    private Operation receipt() {
        String grant = new String(openGrants.get(random.nextInt(openGrants.size())));
        long units = Math.min(UNITS, paidUnits.merge(grant, 1L + random.nextInt(64), Long::sum));
        return new Operation.Receipt(grant, units * UNIT_BYTES, units, Digest.ZERO);
    }

    private Operation transfer() {
        return new Operation.Transfer(account(), account(), 1 + random.nextInt(1_000));
    }

    private Operation grant() {
        String id = String.format("%032x", ++grants);
        openGrants.add(id);
        return new Operation.OpenGrant(
                new String(id),
                account(),
                "box-" + random.nextInt(ACCOUNTS),
                UNITS * UNIT_BYTES,
                1_000_001,
                round,
                true,
                UNIT_BYTES,
                UNITS,
                Digest.ZERO);
    }

    private Operation staking() {
        String transcoder = account(random.nextInt(TRANSCODERS));
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Operation.Bond(account(), transcoder, 1_000_000);
            case 2 -> new Operation.CancelPending(account(), transcoder);
            case 3 -> {
                int delegator = random.nextInt(ACCOUNTS);
                yield new Operation.Unbond(account(delegator), account(delegator % TRANSCODERS), 2_000_000);
            }
            case 4 -> new Operation.TranscodeFee(account(), transcoder, 10_000);
            default -> new Operation.ClaimFees(account(), transcoder);
        };
    }

    private String account() {
        return account(random.nextInt(ACCOUNTS));
    }

    /** A new string each time, as it comes out of a message. */
    private static String account(int number) {
        return "account-" + number;
    }
}
