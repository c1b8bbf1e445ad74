package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A V4L2 camera (vivid) of a user-mode Linux kernel, from its device to the ledger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraIT {
    private String said = "";

    @BeforeAll
    void runInside() throws Exception {
        Path work = Path.of(System.getProperty("skyv.work")).resolve("hil-camera");
        SimulatedKernel kernel = new SimulatedKernel(work.resolve("kernel.txt"));
        assumeTrue(kernel.boots("test", "-c", "/dev/video0"), kernel::whyNot);
        said = kernel.runAsUser(CameraInside.class, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {CameraInside.PAID, CameraInside.STREAMING, CameraInside.STUCK})
    void shouldHold(String what) {
        assertTrue(said.lines().anyMatch(("passed " + what)::equals), () -> "not passed: " + what + "\n" + said);
    }
}
