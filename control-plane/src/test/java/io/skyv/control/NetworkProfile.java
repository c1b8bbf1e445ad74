package io.skyv.control;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.skyv.control.database.TestDatabase;
import io.skyv.control.fleet.FakeFleet;
import io.skyv.control.grant.SettableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole control plane, but the boxes that are online and the time are what the test says. */
public final class NetworkProfile implements QuarkusTestProfile {
    public static final int MAX_GRANTS_PER_STREAM = 30;

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeFleet.class, SettableClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "skyv.grants.max-per-stream",
                Integer.toString(MAX_GRANTS_PER_STREAM),
                "skyv.genesis",
                Path.of("src", "test", "resources", "genesis", "network.json").toString());
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class));
    }
}
