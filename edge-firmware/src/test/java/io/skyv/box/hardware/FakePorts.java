package io.skyv.box.hardware;

import io.skyv.hardware.profile.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** A board that remembers what it was told. */
final class FakePorts implements BoardPorts {
    final Map<Role, Boolean> outputs = new EnumMap<>(Role.class);
    OptionalInt temperature = OptionalInt.of(30_000);
    int fanPercent = -1;
    boolean closed;

    @Override
    public void set(Role role, boolean on) {
        outputs.put(role, on);
    }

    @Override
    public void fan(int percent) {
        fanPercent = percent;
    }

    @Override
    public OptionalInt millicelsius() {
        return temperature;
    }

    @Override
    public void listen(Role role, Consumer<Boolean> listener) {}

    @Override
    public boolean active(Role role) {
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
