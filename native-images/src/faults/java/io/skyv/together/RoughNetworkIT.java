package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A clock that is set, and a network that delays and loses. Both would be felt by all that runs here, so the programs run in
 * a user-mode Linux kernel ({@link RoughNetworkInside}), which has a clock and a loopback of its own, and this machine's
 * files. All programs there have one clock.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoughNetworkIT {
    private final Path work = Path.of(System.getProperty("skyv.work")).resolve("rough-network");
    private String said = "";

    @BeforeAll
    void runInside() throws Exception {
        SimulatedKernel kernel = new SimulatedKernel(work.resolve("kernel.txt"));
        assumeTrue(kernel.boots("tc", "-V"), kernel::whyNot);
        said = kernel.runAsUser(
                RoughNetworkInside.class,
                Map.of("skyv.logs", work.resolve("logs").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {RoughNetworkInside.CLOCK, RoughNetworkInside.NETWORK, RoughNetworkInside.BOOKED})
    void shouldHold(String what) {
        assertTrue(
                said.lines().anyMatch(("passed " + what)::equals),
                () -> "not passed: " + what + "; the programs' logs are in " + work.resolve("logs") + "\n" + said);
    }
}
