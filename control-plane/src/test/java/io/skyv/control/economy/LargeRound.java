package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.util.TreeMap;

/** A network with a million accounts, positions, grants and boxes, and a round that has all of them to pay. */
public final class LargeRound {
    public static final int MANY = 1_000_000;
    private static final int TRANSCODERS = 1_000;

    private LargeRound() {}

    /** As it is right before the start of a round that pays all of them, and lets as many bonds enter. */
    public static Economy ended() {
        Economy economy = new Economy();
        accounts(economy);
        bonds(economy);
        economy.apply(new Operation.StartRound(Samples.SEED));
        grants(economy);
        figures(economy);
        return economy;
    }

    static void accounts(Economy economy) {
        TreeMap<String, Long> balances = new TreeMap<>();
        for (int i = 0; i < MANY; i++) {
            balances.put(account(i), 100_000_000L);
        }
        economy.apply(new Operation.Genesis(balances, Parameters.DEFAULTS, Economy.DEFAULT_INFLATION_PPB));
    }

    static void bonds(Economy economy) {
        for (int i = 0; i < TRANSCODERS; i++) {
            economy.apply(new Operation.Register(account(i), 1, 100_000, 500_000));
        }
        for (int i = 0; i < MANY; i++) {
            economy.apply(new Operation.Bond(account(i), account(i % TRANSCODERS), 1_000_000 + i));
        }
    }

    static void grants(Economy economy) {
        for (int i = 0; i < MANY; i++) {
            economy.apply(grant(i));
        }
    }

    /** Receipts, bonds of boxes and what the network measured of them; and as many bonds once more. */
    static void figures(Economy economy) {
        for (int i = 0; i < MANY; i++) {
            String box = box(i);
            economy.apply(new Operation.Receipt(String.format("%032x", i), 65_536L * (1 + i % 90), 1, Digest.ZERO));
            economy.apply(new Operation.AssignBox(box, account(i)));
            economy.apply(new Operation.BondBox(account(i), box, 1_000_000));
            economy.apply(new Operation.Online(box, 10_000 + i, 86_400, true));
            economy.apply(new Operation.Cosigned(box, 144 - i % 10, 144));
            economy.apply(new Operation.Bond(account(i), account(i * 7 % TRANSCODERS), 1_000_000));
        }
        for (int i = 0; i < TRANSCODERS; i++) {
            economy.apply(new Operation.Availability(account(i))); // those without a seat are refused
        }
    }

    private static Operation grant(int number) {
        return new Operation.OpenGrant(
                String.format("%032x", number),
                account(number),
                box(number),
                1L << 32,
                1_000_001,
                1,
                true,
                65_536,
                65_536,
                Digest.ZERO);
    }

    private static String account(int number) {
        return "account-" + number;
    }

    private static String box(int number) {
        return "box-" + Integer.toHexString(number * 0x9E3779B9);
    }
}
