package io.skyv.control.identity.grpc;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.skyv.control.database.TestDatabase;
import java.util.HashMap;
import java.util.Map;

/** A control plane with a data directory and a database of its own. */
public final class TestNetwork implements QuarkusTestResourceLifecycleManager {
    private final TestDatabase database = new TestDatabase();

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new HashMap<>(database.start());
        properties.put("skyv.maker.register-period", "PT0.1S");
        properties.put("skyv.session.heartbeat-period", "PT3S");
        return properties;
    }

    @Override
    public void stop() {
        database.stop();
    }
}
