package io.skyv.control.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.skyv.control.NetworkProfile;
import io.skyv.control.stream.Stream;
import io.skyv.control.stream.StreamRefusedException;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.control.stream.StreamStore;
import io.skyv.proto.id.StreamId;
import io.skyv.v1.StreamOffer;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NetworkProfile.class)
class StreamsOfBoxesTest extends NetworkTest {
    @Inject
    StreamStore store;

    @Test
    void shouldKeepWhatABoxOffers() {
        Stream known = streams.find(new StreamId(stream)).orElseThrow();
        assertTrue(await(() -> store.all()).contains(known));
        assertTrue(streams.isSource(source));
        assertFalse(streams.isSource(relay));
        await(() -> streams.offer(
                source, offer(stream).toBuilder().setTitle("At night").build()));
        assertEquals(
                "At night", streams.find(new StreamId(stream)).orElseThrow().title());
    }

    @Test
    void shouldRefuseAStreamOfAnotherBoxAndWhatIsNoStream() {
        refused(offer(relay + ".camera"));
        refused(offer("not an id"));
        refused(offer(stream).toBuilder().clearRenditions().build());
        refused(offer(stream).toBuilder().setTitle("x".repeat(201)).build());
        refused(offer(stream).toBuilder()
                .setManifestKeySpki(ByteString.copyFromUtf8("no key"))
                .build());
        refused(offer(stream).toBuilder()
                .addRenditions(offer(stream).getRenditions(0))
                .build());
    }

    @Test
    void shouldEndAStreamOnlyForItsBox() {
        StreamId id = new StreamId(stream);
        await(() -> streams.end(relay, id));
        assertTrue(streams.isLive(streams.find(id).orElseThrow()));
        await(() -> streams.end(source, id));
        assertFalse(streams.isLive(streams.find(id).orElseThrow()));
        assertFalse(streams.all().stream().anyMatch(known -> known.id().equals(id)));
        await(() -> streams.offer(source, offer(stream)));
        assertTrue(streams.isLive(streams.find(id).orElseThrow()));
    }

    @Test
    void shouldBoundTheStreamsOfABox() {
        for (int i = 1; i < StreamRegistry.MAX_STREAMS_PER_BOX; i++) {
            String another = source + ".camera" + i;
            await(() -> streams.offer(source, offer(another)));
        }
        refused(offer(source + ".one-too-many"));
    }

    private void refused(StreamOffer offer) {
        RuntimeException fault = assertThrows(RuntimeException.class, () -> await(() -> streams.offer(source, offer)));
        assertTrue(fault.getCause() instanceof StreamRefusedException, () -> String.valueOf(fault.getCause()));
    }
}
