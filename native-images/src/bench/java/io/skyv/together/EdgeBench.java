package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How soon the box hears of an edge, next to {@code gpiomon}, and what its hardware costs while nothing happens: in the user-mode
 * kernel that has a GPIO chip, where {@link EdgeInside} pulls the line.
 */
class EdgeBench {
    @Test
    void edgesAndIdleLoop() throws Exception {
        Path work = Path.of(System.getProperty("skyv.work")).resolve("edge");
        SimulatedKernel kernel = new SimulatedKernel(work.resolve("kernel.txt"));
        assumeTrue(kernel.boots("bash", "-c", "gpiodetect && gpiomon -v && i2cset -V"), kernel::whyNot);
        Network network = new Network("edge-data");
        network.maker("board", "relay-owner");
        if (!Files.isExecutable(Network.BOX_EXECUTABLE)) {
            System.out.println("without the executable: ./skyv mvn package -Dnative first");
        }
        Map<String, String> properties =
                new HashMap<>(Map.of("skyv.data", network.directory().toString()));
        for (String option : EdgeInside.OPTIONS) {
            Optional.ofNullable(System.getProperty(option)).ifPresent(value -> properties.put(option, value));
        }
        String said = kernel.run(EdgeInside.class, properties);
        assertTrue(said.contains(EdgeInside.DONE), said);
    }
}
