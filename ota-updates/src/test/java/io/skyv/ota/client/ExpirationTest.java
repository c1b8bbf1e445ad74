package io.skyv.ota.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.sim.RepositorySimulator;
import io.skyv.ota.sim.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is believed beyond its date, and a wrong clock does no lasting harm. */
class ExpirationTest {
    private static final Optional<Problem> WELL = Optional.empty();
    private static final Optional<Problem> EXPIRED = Optional.of(Problem.EXPIRED);

    private final RepositorySimulator repository = new RepositorySimulator();
    private final TestClient client = TestClient.of(repository).init(repository);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            root      | root 2, snapshot 1, targets 1, timestamp 1
            timestamp | root 2, snapshot 1, targets 1, timestamp 1
            snapshot  | root 2, snapshot 1, targets 1, timestamp 2
            targets   | root 2, snapshot 2, targets 1, timestamp 2
            """)
    void shouldRefuseWhatHasExpiredButKeepAnExpiredRoot(String role, String trusted) {
        client.refresh();
        repository.signed.get(role).put("expires", RepositorySimulator.PAST);
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(EXPIRED, client.refresh());
        assertEquals(List.of(trusted.split(", ")), client.trusted());
    }

    @ParameterizedTest
    @CsvSource({"root", "timestamp", "snapshot", "targets"})
    void shouldRefuseWhatExpiredWhileItWasStored(String role) {
        repository.signed.get(role).put("expires", at(7));
        repository.publish("root", "targets", "snapshot", "timestamp");
        assertEquals(WELL, client.refresh());
        client.now = RepositorySimulator.NOW.plus(Duration.ofDays(7));
        assertEquals(EXPIRED, client.refresh(), "the very second is too late");
        client.now = client.now.minusSeconds(1);
        assertEquals(WELL, client.refresh());
    }

    @Test
    void shouldGoOnFromAnExpiredRootToOneThatIsNot() {
        repository.root().put("expires", at(7));
        repository.publish("root");
        client.refresh();
        repository.root().put("expires", at(21));
        repository.publish("root");
        client.now = RepositorySimulator.NOW.plus(Duration.ofDays(18));
        assertEquals(WELL, client.refresh());
        assertEquals(3, client.version("root"));
    }

    @Test
    void shouldGoOnFromAnExpiredTimestampToOneThatIsNot() {
        repository.signed.get("timestamp").put("expires", at(7));
        repository.publish("timestamp");
        client.refresh();
        repository.signed.get("timestamp").put("expires", at(21));
        repository.publish("targets", "snapshot", "timestamp");
        client.now = RepositorySimulator.NOW.plus(Duration.ofDays(18));
        assertEquals(WELL, client.refresh());
        assertEquals(List.of("root 1", "snapshot 2", "targets 2", "timestamp 3"), client.trusted());
    }

    @Test
    void shouldNotLetAClockOf1970ReviveWhatHasExpired() {
        repository.signed.get("timestamp").put("expires", RepositorySimulator.PAST);
        repository.publish("timestamp");
        client.now = Instant.EPOCH;
        assertEquals(WELL, client.refresh(), "without a floor it would");
        TestClient floored = TestClient.of(repository).init(repository);
        floored.now = new FlooredClock(() -> Instant.EPOCH, RepositorySimulator.NOW).instant();
        assertEquals(EXPIRED, floored.refresh());
    }

    @Test
    void shouldGoByTheClockOnceItIsPastTheFloor() {
        Instant later = RepositorySimulator.NOW.plusSeconds(1);
        assertEquals(later, new FlooredClock(() -> later, RepositorySimulator.NOW).instant());
    }

    @Test
    void shouldRefuseEverythingWithAClockOf2100AndBeWellAgainWhenItIsRight() {
        client.refresh();
        repository.publish("targets", "snapshot", "timestamp");
        client.now = Instant.parse("2100-01-01T00:00:00Z");
        List<String> before = client.trusted();
        assertEquals(EXPIRED, client.refresh());
        assertEquals(before, client.trusted());
        client.now = RepositorySimulator.NOW;
        assertEquals(WELL, client.refresh());
        assertEquals(2, client.version("targets"));
    }

    private static String at(int days) {
        return RepositorySimulator.NOW.plus(Duration.ofDays(days)).toString();
    }
}
