package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A clock that is set, and a network that delays and loses. Both would be felt by all that runs here, so the programs run in
 * a user-mode Linux kernel ({@link RoughNetworkInside}), which has a clock and a loopback of its own, and this machine's
 * files. All programs there have one clock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoughNetworkIT {
    /** What boots the kernel and runs its arguments there; {@code -Dskyv.kernel} names another place. */
    private static final Path KERNEL = Path.of(
                    System.getProperty("skyv.kernel", System.getProperty("skyv.root") + "/../shared/hil/run.sh"))
            .normalize();

    private static final String MEMORY = "2500M";
    private static final long BOOTS_WITHIN_SECONDS = 60;
    private static final long DONE_WITHIN_SECONDS = 900;

    /**
     * PostgreSQL refuses to be root, and this kernel has no user namespaces: so they all are user 1000, who may set the clock,
     * shape the network and read this machine's files nevertheless.
     */
    private static final String AS_USER = """
            set -e
            mkdir -p /run/skyv/tmp
            chown -R 1000:1000 /run/skyv
            cd /run/skyv
            export HOME=/run/skyv JAVA_TOOL_OPTIONS='-Djava.io.tmpdir=/run/skyv/tmp -XX:TieredStopAtLevel=1'
            may=+dac_override,+dac_read_search,+sys_time,+net_admin
            exec setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=$may --ambient-caps=$may "$@"
            """;

    private final Path work = Path.of(System.getProperty("skyv.work")).resolve("rough-network");
    private String said = "";

    @BeforeAll
    void runInside() throws Exception {
        assumeTrue(Files.isExecutable(KERNEL), "skipped: there is no user-mode kernel at " + KERNEL);
        Files.createDirectories(work);
        assumeTrue(
                boot(BOOTS_WITHIN_SECONDS, "tc", "-V"), "skipped: no user-mode kernel, or no tc (iproute2): " + said);
        boot(
                DONE_WITHIN_SECONDS,
                "bash",
                "-c",
                AS_USER,
                "as-user",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dskyv.root=" + System.getProperty("skyv.root"),
                "-Dskyv.work=/run/skyv/work",
                "-cp",
                System.getProperty("java.class.path"),
                RoughNetworkInside.class.getName(),
                work.resolve("logs").toString());
        System.out.println(said);
    }

    @Test
    void shouldGoOnWhenTheClockIsSetByAnHourForwardAndBack() {
        assertPassed(RoughNetworkInside.CLOCK);
    }

    @Test
    void shouldGoOnOverANetworkThatDelaysAndLoses() {
        assertPassed(RoughNetworkInside.NETWORK);
    }

    @Test
    void shouldHaveBookedAllThatWasPaidInTheEnd() {
        assertPassed(RoughNetworkInside.BOOKED);
    }

    private void assertPassed(String name) {
        assertTrue(
                said.lines().anyMatch(("passed " + name)::equals),
                () -> "not passed: " + name + "; the programs' logs are in " + work.resolve("logs") + "\n" + said);
    }

    /** @return whether the command ended well in the kernel, in time */
    private boolean boot(long seconds, String... command) throws IOException, InterruptedException {
        Path output = work.resolve("kernel.txt");
        List<String> line = new ArrayList<>(List.of(KERNEL.toString()));
        line.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("HIL_MEMORY", MEMORY);
        Process kernel = builder.start();
        try {
            return kernel.waitFor(seconds, TimeUnit.SECONDS) && kernel.exitValue() == 0;
        } finally {
            kernel.descendants().forEach(ProcessHandle::destroyForcibly);
            kernel.destroyForcibly();
            said = Files.readString(output);
        }
    }
}
