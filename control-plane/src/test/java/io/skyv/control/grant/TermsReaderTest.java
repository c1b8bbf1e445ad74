package io.skyv.control.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.grant.Grant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TermsReaderTest {
    private static final int MANY = 2_500;

    private final OpenGrants open = new OpenGrants(MANY, MANY);
    private final Map<String, Grant> kept = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final List<Integer> pages = new ArrayList<>();
    private final List<Runnable> background = new ArrayList<>();
    private final TermsReader reader = new TermsReader(open, id -> !closed.contains(id), this::terms, background::add);
    private boolean away;

    @Test
    void shouldEnterTheGrantsOfOthersSoManyAtOnceAndInTheBackground() {
        keep(MANY);
        reader.enter(kept.keySet());
        assertFalse(open.has(id(0)));
        runBackground();
        assertEquals(List.of(1_000, 1_000, 500), pages);
        assertTrue(kept.keySet().stream().allMatch(open::has));
    }

    @Test
    void shouldNotReadWhatWasGivenHere() {
        keep(3);
        open.enter(kept.get(id(1)));
        reader.enter(kept.keySet());
        runBackground();
        assertEquals(List.of(2), pages);
    }

    @Test
    void shouldCountThemAgainstTheirStream() {
        keep(MANY);
        reader.enter(kept.keySet());
        runBackground();
        assertFalse(open.enter(grant(MANY)));
    }

    @Test
    void shouldNotEnterWhatWasClosedWhileItWasRead() {
        keep(2);
        reader.enter(kept.keySet());
        closed.add(id(0));
        open.remove(id(0));
        runBackground();
        assertFalse(open.has(id(0)));
        assertTrue(open.has(id(1)));
    }

    @Test
    void shouldTryAgainWithTheNextOnesWhenTheStoreWasAway() {
        keep(2);
        away = true;
        reader.enter(List.of(id(0)));
        runBackground();
        away = false;
        reader.enter(List.of(id(1)));
        runBackground();
        assertEquals(List.of(2), pages);
        assertTrue(open.has(id(0)));
        assertTrue(open.has(id(1)));
    }

    private void keep(int grants) {
        IntStream.range(0, grants)
                .mapToObj(TermsReaderTest::grant)
                .forEach(grant -> kept.put(grant.id().value(), grant));
    }

    private List<Grant> terms(List<String> ids) {
        if (away) {
            throw new IllegalStateException("it is away");
        }
        pages.add(ids.size());
        return ids.stream().map(kept::get).toList();
    }

    private void runBackground() {
        List.copyOf(background).forEach(Runnable::run);
        background.clear();
    }

    private static String id(int number) {
        return grant(number).id().value();
    }

    private static Grant grant(int number) {
        return OpenGrantsTest.grant(number, "a", 0);
    }
}
