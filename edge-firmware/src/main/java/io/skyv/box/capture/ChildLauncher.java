package io.skyv.box.capture;

import java.io.IOException;

/** Starts capture children. */
@FunctionalInterface
public interface ChildLauncher {
    /** @throws IOException when no process could be started */
    ChildProcess start() throws IOException;
}
