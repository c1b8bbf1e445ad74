package io.skyv.control.fleet.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.BoxSessionGrpc;
import io.skyv.v1.ControlMessage;
import io.skyv.v1.Heartbeat;
import io.skyv.v1.Hello;
import io.skyv.v1.Receipt;
import io.skyv.v1.ReceiptBatch;
import io.skyv.v1.ReceiptsBooked;
import io.skyv.v1.Rendition;
import io.skyv.v1.StreamEnd;
import io.skyv.v1.StreamOffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A box's session, said word by word. */
final class TestSession implements StreamObserver<ControlMessage> {
    static final String URL = "http://192.0.2.7:8090";
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<ControlMessage> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<BoxMessage> out;
    private long batches;

    TestSession(Channel channel) {
        this.out = BoxSessionGrpc.newStub(channel).connect(this);
    }

    /** A session that is welcomed. */
    static TestSession open(Channel channel) throws InterruptedException {
        TestSession session = new TestSession(channel);
        session.hello(URL);
        if (!session.next().hasWelcome()) {
            throw new AssertionError("the first answer is no welcome");
        }
        return session;
    }

    void hello(String url) {
        say(BoxMessage.newBuilder()
                .setHello(Hello.newBuilder().setPublicUrl(url).setRelays(true)));
    }

    void offer(StreamId stream) {
        say(BoxMessage.newBuilder()
                .setOffer(StreamOffer.newBuilder()
                        .setStreamId(stream.value())
                        .setTitle("A camera")
                        .setManifestKeySpki(
                                ByteString.copyFrom(P256.generate().getPublic().getEncoded()))
                        .addRenditions(Rendition.newBuilder()
                                .setName("main")
                                .setBandwidthBps(1_000_000)
                                .setCodecs("avc1.42c01f"))));
    }

    void end(StreamId stream) {
        say(BoxMessage.newBuilder().setEnd(StreamEnd.newBuilder().setStreamId(stream.value())));
    }

    void heartbeat(int openGrants) {
        say(BoxMessage.newBuilder().setHeartbeat(Heartbeat.newBuilder().setOpenGrants(openGrants)));
    }

    /** Sends receipts and waits for the answer; all that was said before is dealt with by then. */
    ReceiptsBooked book(Receipt... receipts) throws InterruptedException {
        batches++;
        ReceiptBatch.Builder batch = ReceiptBatch.newBuilder().setBatchId(batches);
        for (Receipt receipt : receipts) {
            batch.addReceipts(receipt);
        }
        say(BoxMessage.newBuilder().setReceipts(batch));
        ControlMessage answer = next();
        while (answer.hasTime()) {
            answer = next();
        }
        ReceiptsBooked booked = answer.getBooked();
        if (booked.getBatchId() != batches) {
            throw new AssertionError("the answer is to another batch");
        }
        return booked;
    }

    void hangUp() {
        out.onCompleted();
    }

    void cancel() {
        out.onError(Status.CANCELLED.asRuntimeException());
    }

    Status awaitEnd() throws InterruptedException {
        try {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("the session does not end", e);
        }
    }

    /** Says that the box is there, each second, for as long as anybody listens. */
    Status awaitEndWithHeartbeats() throws InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS && !end.isDone(); i++) {
            heartbeat(0);
            try {
                return end.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                // It is still open.
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
        }
        return awaitEnd();
    }

    void say(BoxMessage.Builder message) {
        out.onNext(message.build());
    }

    ControlMessage next() throws InterruptedException {
        ControlMessage message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("the control plane says nothing; the session's end is " + end.getNow(null));
        }
        return message;
    }

    @Override
    public void onNext(ControlMessage message) {
        heard.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }
}
