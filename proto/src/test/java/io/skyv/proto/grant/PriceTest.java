package io.skyv.proto.grant;

import static io.skyv.proto.KnownAnswers.figure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.KnownAnswers;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PriceTest {
    @TestFactory
    Stream<DynamicTest> shouldRoundCostDownAndEscrowUp() {
        return KnownAnswers.of("prices.json").tests("prices", entry -> {
            long bytes = figure(entry.path("bytes"));
            long price = figure(entry.path("pricePerGiBMicros"));
            assertEquals(figure(entry.path("costMicros")), Price.costMicros(bytes, price));
            assertEquals(figure(entry.path("escrowMicros")), Price.escrowMicros(bytes, price));
        });
    }

    @Test
    void shouldNeverCostMoreThanIsInEscrowHoweverItIsPaid() {
        long seed = 20_260_104;
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            long price = random.nextLong(Price.MAX_MICROS_PER_GIB + 1);
            long first = random.nextLong(Grant.MAX_BYTES / 2);
            long second = first + random.nextLong(Grant.MAX_BYTES / 2);
            String which = "seed " + seed + ", round " + round;
            assertTrue(Price.costMicros(second, price) <= Price.escrowMicros(second, price), which);
            assertTrue(Price.escrowMicros(second, price) - Price.costMicros(second, price) <= 1, which);
            assertTrue(Price.costMicros(first, price) <= Price.costMicros(second, price), which);
        }
    }

    @Test
    void shouldRefuseNegativeFiguresAndSayWhenMoneyDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> Price.costMicros(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> Price.costMicros(1, -1));
        assertThrows(IllegalArgumentException.class, () -> Price.escrowMicros(-1, 1));
        assertThrows(ArithmeticException.class, () -> Price.costMicros(Long.MAX_VALUE, Long.MAX_VALUE));
        assertThrows(ArithmeticException.class, () -> Price.escrowMicros(Long.MAX_VALUE, Long.MAX_VALUE));
    }
}
