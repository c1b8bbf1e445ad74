package io.skyv.control.grant;

import com.google.protobuf.ByteString;
import io.quarkus.vertx.VertxContextSupport;
import io.skyv.control.fleet.FakeFleet;
import io.skyv.control.identity.GrantKeys;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.P256;
import io.skyv.v1.Rendition;
import io.skyv.v1.StreamOffer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** A network in which each test has a source, a relay and a stream of its own. */
abstract class NetworkTest {
    static final long BANDWIDTH_BPS = 2_000_000;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final KeyPair MANIFEST_KEY = P256.generate();

    @Inject
    FakeFleet fleet;

    @Inject
    StreamRegistry streams;

    @Inject
    ReceiptBook receipts;

    @Inject
    ReactiveBooks books;

    @Inject
    GrantKeys keys;

    @Inject
    SettableClock clock;

    BoxId source;
    BoxId relay;
    String stream;
    HashChain chain;

    @BeforeEach
    void connect() {
        int number = NEXT.incrementAndGet();
        fleet.allLeave();
        source = fleet.connect("source" + number, false, 0);
        relay = fleet.connect("relay" + number, true, 0);
        own(source, "broadcaster");
        own(relay, "relay-owner");
        stream = source + ".camera";
        await(() -> streams.offer(source, offer(stream)));
        chain = HashChain.of(Digest.sha256(new byte[] {(byte) number}), 16);
    }

    void own(BoxId box, String owner) {
        await(() -> books.assignBox(box, new AccountId(owner)));
    }

    BookedReceipt book(BoxId from, ReceivedReceipt receipt) {
        return await(() -> receipts.book(from, List.of(receipt))).getFirst();
    }

    ReceivedReceipt receipt(String grant, int index, boolean closing) {
        return new ReceivedReceipt(grant, index, chain.value(index).bytes(), 0, closing);
    }

    static StreamOffer offer(String id) {
        return StreamOffer.newBuilder()
                .setStreamId(id)
                .setTitle("A garden")
                .setManifestKeySpki(ByteString.copyFrom(MANIFEST_KEY.getPublic().getEncoded()))
                .addRenditions(Rendition.newBuilder()
                        .setName("main")
                        .setBandwidthBps(BANDWIDTH_BPS)
                        .setCodecs("avc1.42c01f,mp4a.40.2")
                        .setWidthPx(1280)
                        .setHeightPx(720)
                        .setFrameRate(25))
                .addRenditions(Rendition.newBuilder().setName("small").setBandwidthBps(300_000))
                .build();
    }

    static <T> T await(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
