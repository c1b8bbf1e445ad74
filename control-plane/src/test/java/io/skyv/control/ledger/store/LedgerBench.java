package io.skyv.control.ledger.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.economy.BenchWork;
import io.skyv.control.economy.Operation;
import io.skyv.control.journal.Answer;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    /** Those that ask at the same time; each asks again when it is answered. */
    private static final int ASKERS = Integer.getInteger("skyv.bench.askers", 2_000);

    private static final int SECONDS = 15;
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

    private final Semaphore free = new Semaphore(ASKERS);
    private final AtomicInteger busy = new AtomicInteger();
    private int ids;
    private long round;

    @Test
    void durableOperationsPerSecond() throws Throwable {
        double plain = plainSql();
        application.stop(new ShutdownEvent());
        sql("truncate journal_block, journal_snapshot");
        BenchWork work = new BenchWork(1);
        List<Operation> beginning = work.beginning();
        List<Request> genesis = List.of(request(beginning.getFirst()));
        long[] nanos;
        double perSecond;
        try (RunningLedger ledger =
                new RunningLedger(store, InstantSource.system(), Infrastructure.getDefaultExecutor(), genesis)) {
            assertEquals(LedgerPort.Role.WRITING, ledger.start());
            ask(ledger, beginning.subList(1, beginning.size()), new long[AT_ONCE * 100]);
            round = 1;
            measured(ledger, work, SECONDS / 3);
            long begin = System.nanoTime();
            nanos = measured(ledger, work, SECONDS);
            perSecond = nanos.length / seconds(begin);
            Arrays.sort(nanos);
            print(
                    "plain SQL, two updates and an insert, best of " + Arrays.toString(CLIENTS) + " clients",
                    plain,
                    "/s");
            print("through the writer, 60/20/10/10, 100,000 accounts, " + ASKERS + " ask", perSecond, "/s");
            print("which is so many times plain SQL", perSecond / plain, "");
            print("median of an answer", nanos[nanos.length / 2] / 1e6, " ms");
            print("p99 of an answer", nanos[(int) (nanos.length * 0.99)] / 1e6, " ms");
            print("p99.9 of an answer", nanos[(int) (nanos.length * 0.999)] / 1e6, " ms");
            print("told busy", busy.get(), "");
            fill(ledger, work);
        }
        restart(genesis);
    }

    /** Until there are as many in the journal as were asked for, with a round now and then. */
    private void fill(RunningLedger ledger, BenchWork work) throws InterruptedException {
        int wanted = Integer.getInteger("skyv.bench.operations", 0);
        int next = ids + ROUND_OPERATIONS;
        while (ids < wanted) {
            ask(ledger, work.operations(AT_ONCE), new long[AT_ONCE]);
            if (ids >= next) {
                next += ROUND_OPERATIONS;
                ask(ledger, List.of(new Operation.StartRound(SEED)), new long[1]);
                round++;
            }
        }
    }

    private void restart(List<Request> genesis) throws InterruptedException {
        System.gc();
        long begin = System.nanoTime();
        try (RunningLedger again =
                new RunningLedger(store, InstantSource.system(), Infrastructure.getDefaultExecutor(), genesis)) {
            assertEquals(LedgerPort.Role.WRITING, again.start());
            print("restart with " + ids + " operations in the journal", seconds(begin), " s");
        }
    }

    private long[] measured(RunningLedger ledger, BenchWork work, int seconds) throws InterruptedException {
        long[] nanos = new long[0];
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            long[] some = new long[AT_ONCE];
            submit(ledger, work.operations(AT_ONCE), some);
            nanos = Arrays.copyOf(nanos, nanos.length + AT_ONCE);
            pieces.add(some);
        }
        awaitAll();
        int at = 0;
        for (long[] some : pieces) {
            System.arraycopy(some, 0, nanos, at, AT_ONCE);
            at += AT_ONCE;
        }
        pieces.clear();
        return nanos;
    }

    private final List<long[]> pieces = new ArrayList<>();

    private void ask(RunningLedger ledger, List<Operation> operations, long[] nanos) throws InterruptedException {
        submit(ledger, operations, nanos);
        awaitAll();
    }

    private void submit(RunningLedger ledger, List<Operation> operations, long[] nanos) throws InterruptedException {
        for (int i = 0; i < operations.size(); i++) {
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
    }

    private void awaitAll() throws InterruptedException {
        free.acquire(ASKERS);
        free.release(ASKERS);
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

    private static void print(String what, double value, String unit) {
        System.out.printf(Locale.ROOT, "| %s | %,.1f%s |%n", what, value, unit);
    }
}
