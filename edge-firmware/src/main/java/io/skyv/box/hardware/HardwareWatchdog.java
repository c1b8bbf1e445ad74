package io.skyv.box.hardware;

import java.io.IOException;

/** What restarts the board when it is not fed. */
public interface HardwareWatchdog {
    /** How long it waits. */
    int timeoutSeconds();

    void feed() throws IOException;

    /** The end is meant. */
    void disarm() throws IOException;
}
