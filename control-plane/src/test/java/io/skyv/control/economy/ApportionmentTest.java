package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.control.economy.ReferenceEconomy.Bug;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ApportionmentTest {
    @Test
    void shouldGiveTheRestToTheLargestRemaindersAndTiesToTheSmallerId() {
        List<Box> boxes = List.of(new Box("x2"), new Box("x10"), new Box("x1"));
        assertArrayEquals(new long[] {3, 3, 4}, new Apportionment(boxes, new long[] {1, 1, 1}).of(10));
        assertArrayEquals(new long[] {3, 4, 4}, new Apportionment(boxes, new long[] {1, 1, 1}).of(11));
        assertArrayEquals(new long[] {0, 1, 0}, new Apportionment(boxes, new long[] {3, 4, 3}).of(1));
        assertArrayEquals(new long[] {0, 0, 0}, new Apportionment(boxes, new long[3]).of(10));
    }

    @Test
    void shouldApportionAsThePlainBooksDo() {
        Seeds.forAll(2_000, seed -> {
            Random random = new Random(seed);
            List<Box> boxes = new ArrayList<>();
            long[] weights = new long[1 + random.nextInt(9)];
            long bound = random.nextBoolean() ? 4 : random.nextBoolean() ? Long.MAX_VALUE : 1_000_000_000_000L;
            TreeMap<String, BigInteger> byId = new TreeMap<>();
            for (int i = 0; i < weights.length; i++) {
                boxes.add(new Box("x" + (weights.length - i)));
                weights[i] = random.nextLong(bound);
                byId.put(boxes.get(i).id, BigInteger.valueOf(weights[i]));
            }
            long pool = random.nextLong(random.nextBoolean() ? 20 : Economy.MAX_SUPPLY_MICROS);
            Map<String, BigInteger> plain = ReferenceEconomy.apportion(BigInteger.valueOf(pool), byId, Bug.NONE);
            long[] parts = new Apportionment(boxes, weights).of(pool);
            for (int i = 0; i < parts.length; i++) {
                assertEquals(
                        plain.getOrDefault(boxes.get(i).id, BigInteger.ZERO).longValueExact(), parts[i]);
            }
            boolean any = LongStream.of(weights).anyMatch(weight -> weight > 0);
            assertEquals(any ? pool : 0, LongStream.of(parts).sum());
        });
    }
}
