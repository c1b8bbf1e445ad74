package io.skyv.together;

import java.util.List;

/**
 * Where a program runs and is reached.
 *
 * @param command what the program's own command line is given to, such as {@code ip netns exec NAME}; may be empty
 * @param address of the machine there
 */
record Place(List<String> command, String address) {
    /** This machine. */
    static final Place HERE = new Place(List.of(), "127.0.0.1");

    Place {
        command = List.copyOf(command);
    }
}
