package io.skyv.box.hardware;

import io.skyv.hardware.profile.Role;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The board's hardware by role. A role that the board has not, or that fails, is no reason to stop: it is told once. */
public interface BoardPorts extends AutoCloseable {
    /** An output that is on or off. */
    void set(Role role, boolean on);

    /** @param percent 0 to 100; a fan that only can be on is on above 0 */
    void fan(int percent);

    /** In thousandths of a degree Celsius; nothing if there is no sensor, or it does not answer. */
    OptionalInt millicelsius();

    /** Tells {@code listener} of each change, true: pressed or open. By another thread. */
    void listen(Role role, Consumer<Boolean> listener);

    /** Whether an input is pressed or open now. */
    boolean active(Role role);

    /** Brings everything to its safe state, and gives it back. */
    @Override
    void close();
}
