package io.skyv.control.updates;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.skyv.control.database.TestDatabase;
import io.skyv.control.fleet.FakeFleet;
import io.skyv.control.grant.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A control plane that keeps a directory of releases, with a clock that tests set. */
public final class ReleasesProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeFleet.class, SettableClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("skyv.updates.period", "PT0.1S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class), new TestResourceEntry(ReleaseDirectory.class));
    }
}
