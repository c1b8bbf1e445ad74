package io.skyv.control.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.economy.BenchWork;
import io.skyv.control.economy.LargeRound;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.BegunJournal;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.RunningLedger;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

/**
 * The ledger with its journal on PostgreSQL, which flushes, next to a ledger in plain SQL on the same one: profile {@code
 * bench}; needs {@code pgbench}. With {@code -Dskyv.bench.operations=10000000} so many are written before the restart.
 */
@QuarkusTest
@TestProfile(PostgresBlocksTest.OfItsOwn.class)
class LedgerBench {
    /** How many ask at the same time; each asks again when it is answered. */
    private static final int[] ASKERS = {250, 500, 1_000, 2_000};

    private static final int OPERATIONS = 400_000;
    private static final int AT_ONCE = 10_000;
    private static final int ROUND_OPERATIONS = 500_000;
    private static final int[] CLIENTS = {8, 32, 64};
    private static final String SEED = "5".repeat(64);
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final String SCRIPT = """
            \\set a random(1, 100000)
            \\set b random(1, 100000)
            \\set m random(1, 1000)
            \\set low least(:a, :b)
            \\set high greatest(:a, :b)
            begin;
            update bench_account set balance = balance - :m where id = :low;
            update bench_account set balance = balance + :m where id = :high;
            insert into bench_transfer (debit, credit, micros) values (:a, :b, :m);
            commit;
            """;

    @Inject
    PostgresBlocks store;

    @Inject
    DurableLedger application;

    @Inject
    Mutiny.SessionFactory sessions;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private final AtomicInteger busy = new AtomicInteger();
    private int ids;
    private long round;

    @Test
    void durableOperationsPerSecond() throws Throwable {
        double plain = plainSql();
        print("plain SQL, two updates and an insert, best of " + Arrays.toString(CLIENTS) + " clients", plain, "/s");
        empty();
        BenchWork work = new BenchWork(1);
        List<Operation> beginning = work.beginning();
        List<Request> genesis = List.of(request(beginning.getFirst()));
        try (RunningLedger ledger = ledger(genesis)) {
            assertEquals(LedgerPort.Role.WRITING, ledger.start());
            ask(ledger, beginning.subList(1, beginning.size()), AT_ONCE / 2);
            round = 1;
            ask(ledger, work.operations(OPERATIONS / 2), AT_ONCE / 5);
            for (int askers : ASKERS) {
                List<Operation> operations = work.operations(OPERATIONS);
                long begin = System.nanoTime();
                long[] nanos = ask(ledger, operations, askers);
                print(askers, OPERATIONS / seconds(begin), plain, nanos);
            }
            print("told busy", busy.get(), "");
            fill(ledger, work);
        }
        restart(genesis);
    }

    /** Blocks as they are: the round's start is one, and whatever it changes is told and published before its answer. */
    @Test
    void startOfALargeRoundUntilItIsDurable() throws Throwable {
        empty();
        BegunJournal.keep(store, LargeRound.ended());
        System.gc();
        long start = System.nanoTime();
        try (RunningLedger ledger = ledger(List.of())) {
            assertEquals(LedgerPort.Role.WRITING, ledger.start());
            print("start with a million accounts, positions, boxes and grants", seconds(start), " s");
            Request request = new Request(OperationId.of(1, 0, 0), new Operation.StartRound(SEED));
            long begin = System.nanoTime();
            Answer answer = ledger.ask(request).toCompletableFuture().get();
            print("round starts, a million of each, until durable and told", seconds(begin), " s");
            assertInstanceOf(
                    Outcome.Applied.class,
                    assertInstanceOf(Answer.Done.class, answer).outcome());
        }
    }

    private RunningLedger ledger(List<Request> genesis) {
        return new RunningLedger(store, InstantSource.system(), Infrastructure.getDefaultExecutor(), genesis);
    }

    private void empty() throws Throwable {
        application.stop(new ShutdownEvent());
        sql("truncate journal_block, journal_snapshot");
    }

    /** Until there are as many in the journal as were asked for, with a round now and then. */
    private void fill(RunningLedger ledger, BenchWork work) throws InterruptedException {
        int wanted = Integer.getInteger("skyv.bench.operations", 0);
        int next = ids + ROUND_OPERATIONS;
        while (ids < wanted) {
            ask(ledger, work.operations(AT_ONCE), AT_ONCE / 5);
            if (ids >= next) {
                next += ROUND_OPERATIONS;
                ask(ledger, List.of(new Operation.StartRound(SEED)), 1);
                round++;
                work.roundStarted();
            }
        }
    }

    private void restart(List<Request> genesis) throws InterruptedException {
        System.gc();
        long begin = System.nanoTime();
        try (RunningLedger again = ledger(genesis)) {
            assertEquals(LedgerPort.Role.WRITING, again.start());
            print("restart with " + ids + " operations in the journal", seconds(begin), " s");
        }
    }

    /** @return how long each waited for its answer, in order */
    private long[] ask(RunningLedger ledger, List<Operation> operations, int askers) throws InterruptedException {
        long[] nanos = new long[operations.size()];
        Semaphore free = new Semaphore(askers);
        for (int i = 0; i < nanos.length; i++) {
            int place = i;
            Request request = request(operations.get(i));
            free.acquire();
            long begin = System.nanoTime();
            ledger.ask(request).thenAccept(answer -> {
                nanos[place] = System.nanoTime() - begin;
                busy.addAndGet(answer instanceof Answer.Done ? 0 : 1);
                free.release();
            });
        }
        free.acquire(askers);
        Arrays.sort(nanos);
        return nanos;
    }

    private Request request(Operation operation) {
        return new Request(OperationId.of(round, ids++, 0), operation);
    }

    private double plainSql() throws Throwable {
        sql("create table bench_account (id int primary key, balance bigint not null)");
        sql("insert into bench_account select i, 1000000000 from generate_series(1, 100000) i");
        sql("create table bench_transfer (number bigint generated always as identity primary key, debit int not null,"
                + " credit int not null, micros bigint not null, at timestamptz not null default now())");
        sql("analyze bench_account");
        Path script = Files.createTempFile("bench", ".sql");
        Files.writeString(script, SCRIPT);
        double best = 0;
        for (int clients : CLIENTS) {
            best = Math.max(best, pgbench(script, clients));
        }
        Files.delete(script);
        return best;
    }

    private double pgbench(Path script, int clients) throws Exception {
        Matcher address =
                Pattern.compile("postgresql://([^:/]+):(\\d+)/(\\w+).*").matcher(url);
        assertEquals(true, address.matches(), url);
        ProcessBuilder builder = new ProcessBuilder(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-f",
                script.toString(),
                "-c",
                "" + clients,
                "-j",
                "2",
                "-T",
                "10",
                "-h",
                address.group(1),
                "-p",
                address.group(2),
                "-U",
                user,
                address.group(3));
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        Matcher tps = TPS.matcher(output);
        assertEquals(true, tps.find(), output);
        return Double.parseDouble(tps.group(1));
    }

    private void sql(String statement) throws Throwable {
        Object done = VertxContextSupport.subscribeAndAwait(() -> sessions.withStatelessTransaction(
                session -> session.createNativeQuery(statement).executeUpdate()));
        assertInstanceOf(Integer.class, done);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static void print(int askers, double perSecond, double plain, long[] nanos) {
        System.out.printf(
                Locale.ROOT,
                "| %,d ask | %,.0f/s, %.1f × plain SQL | median %.1f ms, p99 %.1f ms, p99.9 %.1f ms |%n",
                askers,
                perSecond,
                perSecond / plain,
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6,
                nanos[(int) (nanos.length * 0.999)] / 1e6);
    }

    private static void print(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "| %s | %,.1f%s |%n", what, value, unit);
    }
}
