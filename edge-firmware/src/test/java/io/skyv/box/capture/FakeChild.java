package io.skyv.box.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A child whose records a test writes. It ends when it is told to, or only when it is killed. */
final class FakeChild implements ChildProcess {
    private final PipedInputStream records = new PipedInputStream(1 << 16);
    private final PipedOutputStream output = new PipedOutputStream();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final boolean stubborn;
    final List<String> signals = new CopyOnWriteArrayList<>();
    private volatile int status = -1;

    FakeChild(boolean stubborn) throws IOException {
        this.stubborn = stubborn;
        output.connect(records);
    }

    /** What a test writes the child's records to. */
    OutputStream output() {
        return output;
    }

    void end(int exitStatus) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        status = exitStatus;
        try {
            output.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public InputStream records() {
        return records;
    }

    @Override
    public InputStream complaints() {
        return new ByteArrayInputStream("one complaint\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void terminate() {
        signals.add("TERM");
        if (!stubborn) {
            end(143);
        }
    }

    @Override
    public void kill() {
        signals.add("KILL");
        end(137);
    }

    /** Waits for no time at all: what has not ended yet, does not end of itself. */
    @Override
    public boolean awaitEnd(Duration longest) {
        return ended.get();
    }

    @Override
    public int exitStatus() {
        return status;
    }
}
