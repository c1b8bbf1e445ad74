package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Operations of all kinds, good and bad ones, over a few accounts, boxes and grants, so that they meet. */
final class RandomOperations {
    private static final String[] ACCOUNTS = {"alice", "bob", "carol", "dave", "not an id"};
    private static final String[] BOXES = {"box1", "box2", "box3", "alice", ""};
    private static final long[] BYTES = {-1, 0, 1, 65_536, 1L << 20, 1L << 30, 1L << 50, (1L << 50) + 1};
    private static final long[] PRICES = {-1, 0, 1, 1_000_001, 1_000_000_000_000L, 1_000_000_000_001L};

    private final Random random;

    RandomOperations(long seed) {
        this.random = new Random(seed);
    }

    Operation genesis() {
        return new Operation.Genesis(
                new TreeMap<>(Map.of("alice", amount(), "bob", 1_000_000_000L, "carol", 10_000_000_000_000L)),
                new Parameters(random.nextInt(1_000_001), random.nextInt(3)));
    }

    Operation next() {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextInt(20) == 0 ? genesis() : transfer();
            case 1 -> transfer();
            case 2 -> new Operation.AssignBox(one(BOXES), one(ACCOUNTS));
            case 3, 4, 5 -> grant();
            case 6 -> new Operation.CloseGrant(grantId());
            default -> new Operation.Receipt(grantId(), mostly(BYTES, 1L << 31), random.nextInt(10), digest());
        };
    }

    OperationId id() {
        return new OperationId(random.nextLong(), random.nextLong());
    }

    private Operation transfer() {
        return new Operation.Transfer(one(ACCOUNTS), one(ACCOUNTS), random.nextInt(10) == 0 ? -amount() : amount());
    }

    private Operation grant() {
        return new Operation.OpenGrant(
                grantId(),
                one(ACCOUNTS),
                one(BOXES),
                mostly(BYTES, 1L << 31),
                mostly(PRICES, 10_000_000),
                random.nextInt(4) - 1,
                random.nextBoolean(),
                65_536,
                random.nextInt(65_537),
                digest());
    }

    private long amount() {
        return 1 + random.nextLong(2_000_000_000);
    }

    private String grantId() {
        return "g" + random.nextInt(8);
    }

    private long mostly(long[] edges, long below) {
        return random.nextInt(4) == 0 ? edges[random.nextInt(edges.length)] : random.nextLong(below);
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private Digest digest() {
        byte[] bytes = new byte[Digest.BYTES];
        random.nextBytes(bytes);
        return Digest.of(bytes);
    }
}
