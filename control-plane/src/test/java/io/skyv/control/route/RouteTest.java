package io.skyv.control.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final BoxId SOURCE = new BoxId("source");
    private static final BoxId A = new BoxId("a");
    private static final BoxId B = new BoxId("b");
    private static final BoxId C = new BoxId("c");

    @Test
    void shouldGiveAViewerTheLeastBusyRelay() {
        assertEquals(Optional.of(B), toViewer(List.of(source(), relay(A, 2), relay(B, 1)), Set.of()));
    }

    @Test
    void shouldTakeTheSmallerIdOfEquallyBusyRelays() {
        assertEquals(Optional.of(A), toViewer(List.of(relay(B, 1), relay(A, 1), source()), Set.of()));
    }

    @Test
    void shouldNotGiveABoxThatTheViewerAvoids() {
        assertEquals(Optional.of(B), toViewer(List.of(source(), relay(A, 0), relay(B, 9)), Set.of(A)));
    }

    @Test
    void shouldFallBackToTheSourceWithoutARelay() {
        assertEquals(Optional.of(SOURCE), toViewer(List.of(source()), Set.of()));
        assertEquals(Optional.of(SOURCE), toViewer(List.of(source(), relay(A, 0)), Set.of(A)));
        assertEquals(Optional.of(SOURCE), toViewer(List.of(source(), new Candidate(A, false, 0)), Set.of()));
    }

    @Test
    void shouldPreferARelayEvenIfTheSourceRelaysTooAndIsIdle() {
        assertEquals(Optional.of(A), toViewer(List.of(new Candidate(SOURCE, true, 0), relay(A, 100)), Set.of()));
    }

    @Test
    void shouldGiveNobodyWhenAllAreAvoidedOrAway() {
        assertEquals(Optional.empty(), toViewer(List.of(source(), relay(A, 0)), Set.of(A, SOURCE)));
        assertEquals(Optional.empty(), toViewer(List.of(), Set.of()));
    }

    @Test
    void shouldGiveARelayTheSource() {
        List<Candidate> online = List.of(source(), relay(A, 0), relay(B, 0));
        assertEquals(Optional.of(SOURCE), toRelay(A, online, Set.of()));
        assertEquals(Optional.empty(), toRelay(A, online, Set.of(SOURCE)));
        assertEquals(Optional.empty(), toRelay(A, List.of(relay(A, 0)), Set.of()));
    }

    @Test
    void shouldGiveARelayThatCannotReachTheSourceOneThatCan() {
        List<Candidate> online = List.of(source(), relay(A, 0), relay(B, 5), relay(C, 0));
        assertEquals(Optional.of(B), Route.toRelay(A, SOURCE, online, Set.of(SOURCE), Set.of(A, B)));
        assertEquals(Optional.of(C), Route.toRelay(A, SOURCE, online, Set.of(SOURCE), Set.of(A, B, C)));
        assertEquals(Optional.of(B), Route.toRelay(A, SOURCE, online, Set.of(SOURCE, C), Set.of(A, B, C)));
    }

    @Test
    void shouldMakeNoCircleOfRelaysThatHaveAllLostTheSource() {
        RelayTree tree = new RelayTree();
        StreamId stream = new StreamId("source.camera");
        tree.follows(A, stream, SOURCE);
        tree.follows(B, stream, SOURCE);
        List<Candidate> online = List.of(source(), relay(A, 0), relay(B, 0));
        Optional<BoxId> ofA = Route.toRelay(A, SOURCE, online, Set.of(SOURCE), tree.follow(stream, SOURCE));
        assertEquals(Optional.of(B), ofA);
        tree.follows(A, stream, B);
        assertEquals(Optional.empty(), Route.toRelay(B, SOURCE, online, Set.of(SOURCE), tree.follow(stream, SOURCE)));
        assertEquals(Set.of(), tree.follow(new StreamId("source.other"), SOURCE));
    }

    @Test
    void shouldNeverGiveABoxItself() {
        assertEquals(Optional.empty(), toRelay(SOURCE, List.of(source()), Set.of()));
    }

    private static Optional<BoxId> toRelay(BoxId relay, List<Candidate> online, Set<BoxId> avoid) {
        return Route.toRelay(relay, SOURCE, online, avoid, Set.of());
    }

    private static Optional<BoxId> toViewer(List<Candidate> online, Set<BoxId> avoid) {
        return Route.toViewer(SOURCE, online, avoid);
    }

    private static Candidate source() {
        return new Candidate(SOURCE, false, 0);
    }

    private static Candidate relay(BoxId box, int openGrants) {
        return new Candidate(box, true, openGrants);
    }
}
