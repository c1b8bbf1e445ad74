package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden cases of the economics: the copy that is here, or those of {@code -Dskyv.vectors=DIR}. */
class EconomicsVectorsTest {
    @TestFactory
    Stream<DynamicTest> shouldDoAsTheGoldenCasesSay() {
        return Vector.files().stream()
                .map(file -> dynamicTest(file.getFileName().toString(), () -> run(file)));
    }

    private static void run(Path file) {
        Vector vector = Vector.read(file);
        Economy economy = new Economy(vector.parameters(), vector.inflationPpb());
        for (VectorStep step : vector.steps()) {
            step.operation().ifPresent(operation -> apply(economy, operation, step));
            List<String> differences = step.differences(economy.standing());
            if (!differences.isEmpty()) {
                throw step.fault(String.join("; ", differences));
            }
        }
    }

    private static void apply(Economy economy, Operation operation, VectorStep step) {
        Standing before = economy.standing();
        String code = switch (economy.apply(operation)) {
            case Outcome.Applied _ -> "";
            case Outcome.Refused refused -> refused.refusal().code();
        };
        if (!code.equals(step.error())) {
            throw step.fault("error must be '" + step.error() + "' but is '" + code + "'");
        }
        if (!code.isEmpty()) {
            assertEquals(
                    before,
                    economy.standing(),
                    () -> step.fault("it is refused and changes something").getMessage());
        }
    }
}
