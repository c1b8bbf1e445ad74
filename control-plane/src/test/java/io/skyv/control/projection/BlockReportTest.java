package io.skyv.control.projection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.economy.Economy;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Parameter;
import io.skyv.control.economy.RandomEconomy;
import io.skyv.control.economy.Seeds;
import io.skyv.control.genesis.GenesisFile;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.projection.BlockReport.RoundReport;
import io.skyv.control.projection.Candidacy.SeatBy;
import io.skyv.control.projection.Movement.Kind;
import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What people are told of blocks, held against the ledger that made them. */
class BlockReportTest {
    private static final int SEEDS = 200;
    private static final int OPERATIONS = 400;
    /** Operations after which only the state machine knows all of what moved. */
    private static final Set<Kind> LEFT_OVER = EnumSet.of(Kind.REWARD, Kind.TRANSCODE_FEE, Kind.REBOND);

    @Test
    void shouldAddMovementsUpToBalancesWhateverIsDone() {
        Seeds.forAll(SEEDS, seed -> {
            Map<String, Long> balances = new HashMap<>();
            for (BlockReport report : BlockReport.of(random(seed), Before.NOTHING)) {
                for (Movement movement : report.movements()) {
                    long balance = balances.merge(movement.account(), movement.deltaMicros(), Long::sum);
                    assertEquals(balance, movement.balanceMicros(), movement::toString);
                }
                report.block()
                        .changes()
                        .balancesMicros()
                        .forEach((account, micros) -> assertEquals(micros, balances.getOrDefault(account, 0L)));
            }
        });
    }

    @Test
    void shouldExplainEachMovementByItsOperation() {
        Seeds.forAll(SEEDS, seed -> {
            for (BlockReport report : BlockReport.of(random(seed), Before.NOTHING)) {
                boolean known = report.block().entries().stream()
                        .noneMatch(entry -> entry.operation() instanceof Operation.StartRound
                                || entry.operation() instanceof Operation.TranscodeFee
                                || entry.operation() instanceof Operation.Rebond);
                for (Movement movement : report.movements()) {
                    assertTrue(
                            !known || !LEFT_OVER.contains(movement.kind()),
                            () -> movement + " of " + report.block().entries());
                }
            }
        });
    }

    @Test
    void shouldTellTheSeatsByStakeAndByTheDraw() {
        AtomicInteger drawn = new AtomicInteger();
        Seeds.forAll(SEEDS, seed -> {
            for (BlockReport report : BlockReport.of(random(seed), Before.NOTHING)) {
                if (report.begun().isPresent()) {
                    RoundReport round = report.begun().get();
                    assertEquals(seats(round), elected(round));
                    drawn.addAndGet(round.election().draw().isPresent() ? 1 : 0);
                }
            }
        });
        assertTrue(drawn.get() > 0, "nobody was ever drawn");
    }

    @Test
    void shouldTellTheSameWhenItGoesOnFromWhatWasBefore() throws Exception {
        BlockMaker maker = new BlockMaker(new Economy());
        List<KeptBlock> blocks = new ArrayList<>();
        blocks.add(maker.seal(GenesisFile.read("demo").operations().toArray(new Operation[0])));
        blocks.add(maker.startRound());
        blocks.add(maker.seal(new Operation.Availability("relay-owner"), new Operation.AssignBox("box", "bob")));
        blocks.add(maker.seal(
                new Operation.OpenGrant("g", "alice", "box", 1 << 30, 1_000, 1, true, 1, 0, Digest.ZERO),
                new Operation.Receipt("g", 1 << 29, 0, Digest.ZERO)));
        blocks.add(maker.startRound());
        List<BlockReport> all = BlockReport.of(blocks, Before.NOTHING);
        List<BlockReport> later = BlockReport.of(
                blocks.subList(3, 5),
                new Before(
                        Map.of("alice", 40_000_000_000L, "bob", 70_000_000_000L),
                        Map.of("box", "bob"),
                        Map.of(
                                "relay-owner", shares(150_000),
                                "broadcaster", shares(120_000),
                                "night-owl", shares(100_000)),
                        Map.of()));
        assertEquals(all.subList(3, 5), later);
        assertEquals(List.of("relay-owner"), all.get(2).available());
        assertEquals(2, all.get(1).block().number());
        assertEquals(1, all.get(1).begun().orElseThrow().seedBlock());
        assertEquals(4, all.get(4).begun().orElseThrow().seedBlock());
        assertEquals(
                List.of(
                        new Movement("alice", 4, 0, Kind.GRANT, "g", -1_000, 39_999_999_000L),
                        new Movement("bob", 4, 1, Kind.RECEIPT, "g", 450, 70_000_000_450L)),
                all.get(3).movements());
    }

    private static BigInteger shares(long skyv) {
        return BigInteger.valueOf(skyv * 1_000_000).multiply(BigInteger.valueOf(1_000_000));
    }

    private static List<String> elected(RoundReport round) {
        return round.begun().block().changes().seats().stream()
                .map(seat -> seat.transcoder() + (seat.byLot() ? " lot " : " rank ") + seat.notedMicros())
                .toList();
    }

    /** As somebody would reckon it from what is told: by the text of the economics, not by our code. */
    private static List<String> seats(RoundReport round) {
        long size = round.begun().block().changes().parameters().get(Parameter.ACTIVE_SET_SIZE);
        List<Candidacy> candidates = round.election().standings().stream()
                .filter(Candidacy::candidate)
                .toList();
        List<String> seats = new ArrayList<>();
        List<Candidacy> rest = new ArrayList<>();
        for (Candidacy one : candidates) {
            if (seats.size() < size) {
                seats.add(one.transcoder() + " rank " + one.stakeMicros());
                assertEquals(SeatBy.RANK, one.seat());
            } else {
                rest.add(one);
            }
        }
        byte[] seed = HexFormat.of().parseHex(round.begun().seed());
        BigInteger hash = new BigInteger(
                1,
                Digest.sha256(seed, "random-seat".getBytes(StandardCharsets.US_ASCII))
                        .bytes());
        long total = rest.stream().mapToLong(Candidacy::stakeMicros).sum();
        assertEquals(total, round.election().unseatedMicros());
        long x = total == 0 ? 0 : hash.mod(BigInteger.valueOf(total)).longValueExact();
        for (Candidacy one : rest) {
            x -= one.stakeMicros();
            if (x < 0) {
                seats.add(one.transcoder() + " lot " + one.stakeMicros());
                assertEquals(SeatBy.LOT, one.seat());
                break;
            }
        }
        return seats;
    }

    /** Blocks of some operations each; one that starts a round ends with that, as the ledger's do. */
    private static List<KeptBlock> random(long seed) {
        RandomEconomy random = new RandomEconomy(seed);
        Random when = new Random(seed);
        Economy economy = new Economy(random.parameters, random.inflationPpb);
        BlockMaker maker = new BlockMaker(economy);
        List<KeptBlock> blocks = new ArrayList<>();
        maker.apply(random.genesis());
        boolean empty = false;
        for (int i = 0; i < OPERATIONS; i++) {
            Operation operation = random.next(economy.standing());
            maker.apply(operation);
            empty = operation instanceof Operation.StartRound || when.nextInt(4) == 0;
            if (empty) {
                blocks.add(maker.seal());
            }
        }
        if (!empty) {
            blocks.add(maker.seal());
        }
        return blocks;
    }
}
