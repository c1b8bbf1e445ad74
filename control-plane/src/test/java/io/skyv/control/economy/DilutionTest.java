package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.skyv.control.economy.ReferenceEconomy.Bug;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a delegator has in a pool is not diluted by what others put in and take out: a share is never worth less after
 * anything but a slashing, and so no position either.
 */
class DilutionTest {
    private static final int SEEDS = 400;
    private static final int SEEDS_TO_FIND_A_BUG = 200;
    private static final int OPERATIONS = 300;
    private static final List<String> TRANSCODERS = List.of("t0", "t1", "t2", "t3", "a");

    @Test
    void shouldNotDiluteADelegatorByWhatOthersDo() {
        Seeds.forAll(SEEDS, seed -> {
            RandomEconomy random = new RandomEconomy(seed);
            check(random, Economics.fast(random.parameters, random.inflationPpb));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"ENTERING_ROUNDS_UP", "LEAVING_ROUNDS_DOWN", "REBOND_AT_FIRST_PRICE"})
    void shouldSeeADilutionThatIsPlanted(Bug bug) {
        for (long seed = 1; seed <= SEEDS_TO_FIND_A_BUG; seed++) {
            RandomEconomy random = new RandomEconomy(seed);
            try {
                check(random, new ReferenceEconomy(random.parameters, random.inflationPpb, bug));
            } catch (AssertionError | ArithmeticException found) {
                return;
            }
        }
        fail(bug + " is not found with " + SEEDS_TO_FIND_A_BUG + " seeds");
    }

    private static void check(RandomEconomy random, Economics economy) {
        economy.apply(random.genesis());
        for (int i = 0; i < OPERATIONS; i++) {
            Standing before = economy.standing();
            Map<String, Economics.Price> prices = new HashMap<>();
            TRANSCODERS.forEach(transcoder -> prices.put(transcoder, economy.price(transcoder)));
            Operation operation = random.next(before);
            economy.apply(operation);
            if (!(operation instanceof Operation.Slash)) {
                prices.forEach((transcoder, price) -> assertTrue(
                        !economy.price(transcoder).isBelow(price),
                        () -> "a share of " + transcoder + " is worth less after " + operation));
                checkPositions(before.position(), economy.standing().position(), operation);
            }
        }
    }

    private static void checkPositions(
            SortedMap<String, Long> before, SortedMap<String, Long> after, Operation operation) {
        String mover =
                operation instanceof Operation.Unbond unbond ? unbond.delegator() + "@" + unbond.transcoder() : "";
        before.forEach((position, micros) -> assertTrue(
                position.equals(mover) || after.getOrDefault(position, 0L) >= micros,
                () -> position + " had " + micros + " and has " + after.get(position) + " after " + operation));
    }
}
