package io.skyv.box.capture;

import java.io.InputStream;
import java.time.Duration;

/** A running child, as the supervisor needs it. */
public interface ChildProcess {
    /** The records. Ends when the child ends. */
    InputStream records();

    /** What the child and its libraries complain of, in lines. Ends when the child ends. */
    InputStream complaints();

    /** Asks it to end (SIGTERM). */
    void terminate();

    /** Ends it (SIGKILL). */
    void kill();

    /**
     * Waits for the end.
     *
     * @return whether it has ended within {@code longest}
     */
    boolean awaitEnd(Duration longest) throws InterruptedException;

    /** Of an ended child; 128 + the signal if one ended it. */
    int exitStatus();
}
