package io.skyv.box.uplink.grpc;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.BoxSessionGrpc;
import io.skyv.v1.ControlMessage;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One open call of {@code BoxSession.Connect}: what comes in goes into a queue that one thread reads. */
final class Session implements StreamObserver<ControlMessage> {
    /** A control plane answers one batch at a time; one that says so much at once is broken. */
    private static final int MAX_UNREAD = 256;

    /** Something to look at. */
    sealed interface Signal {
        record Received(ControlMessage message) implements Signal {}

        record Ended(Status status) implements Signal {}

        /** The box has something to say. */
        record Poke() implements Signal {}
    }

    private final BlockingQueue<Signal> unread = new LinkedBlockingQueue<>(MAX_UNREAD);
    private final AtomicBoolean poked = new AtomicBoolean();
    private final StreamObserver<BoxMessage> out;

    Session(Channel channel) {
        this.out = BoxSessionGrpc.newStub(channel).connect(this);
    }

    /** For the thread that reads, only. */
    void send(BoxMessage message) {
        out.onNext(message);
    }

    void close() {
        try {
            out.onCompleted();
        } catch (IllegalStateException e) {
            // The call has ended already.
        }
    }

    /** Wakes the thread that reads; many before it looks are one. */
    void poke() {
        if (poked.compareAndSet(false, true)) {
            signal(new Signal.Poke());
        }
    }

    /** @return null if nothing came in that time */
    @Nullable
    Signal next(Duration patience) throws InterruptedException {
        Signal signal = unread.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        if (signal instanceof Signal.Poke) {
            poked.set(false);
        }
        return signal;
    }

    @Override
    public void onNext(ControlMessage message) {
        signal(new Signal.Received(message));
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end(Status.UNAVAILABLE.withDescription("the control plane ended the session"));
    }

    private void signal(Signal signal) {
        if (!unread.offer(signal)) {
            end(Status.RESOURCE_EXHAUSTED.withDescription("the control plane says too much at once"));
        }
    }

    private void end(Status status) {
        Signal ended = new Signal.Ended(status);
        while (!unread.offer(ended)) {
            unread.clear();
        }
    }
}
