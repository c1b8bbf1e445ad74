package io.skyv.control.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.control.fleet.PublicUrls;
import io.skyv.control.stream.Stream;
import io.skyv.control.stream.StreamOffers;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.Receipt;
import java.net.URI;

/** What a box says that is a member, and lies. */
class BoxMessageFuzzTest {
    private static final BoxId BOX = new BoxId("box-1");
    private static final HashChain CHAIN = HashChain.of(Digest.ZERO, 16);
    private static final GrantPosition POSITION = position();

    @FuzzTest
    void shouldBeReadOrRefused(byte[] bytes) {
        BoxMessage message;
        try {
            message = BoxMessage.parseFrom(bytes);
        } catch (InvalidProtocolBufferException refused) {
            return;
        }
        refusing(() -> offer(message));
        refusing(() -> hello(message));
        message.getReceipts().getReceiptsList().forEach(BoxMessageFuzzTest::receipt);
    }

    private static void offer(BoxMessage message) {
        Stream stream = StreamOffers.read(BOX, message.getOffer());
        assertTrue(stream.id().belongsTo(BOX));
        assertTrue((stream.title() + stream.renditions()).chars().noneMatch(c -> c < ' '), "one line each");
        assertEquals(stream, StreamOffers.read(BOX, StreamOffers.write(stream)));
    }

    private static void hello(BoxMessage message) {
        URI url = PublicUrls.parse(message.getHello().getPublicUrl());
        assertFalse(url.getHost().isEmpty());
        assertEquals(url + "/v1/streams/a", URI.create(url + "/v1/streams/a").toString());
    }

    private static void receipt(Receipt receipt) {
        ReceivedReceipt received = new ReceivedReceipt(
                receipt.getGrantId(),
                receipt.getIndex(),
                receipt.getPreimage().toByteArray(),
                receipt.getCumulativeBytes(),
                receipt.getClosing());
        if (Claim.ofSigned(received, POSITION) instanceof Claim.Pays(var operation)) {
            int index = Math.toIntExact(operation.index());
            assertEquals(CHAIN.value(index), operation.preimage(), "paid without the preimage");
            assertTrue(operation.cumulativeBytes() <= POSITION.terms().maxBytes());
        }
    }

    private static void refusing(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException refused) {
            // as it must be
        }
    }

    private static GrantPosition position() {
        Digest anchor = CHAIN.anchor();
        Operation.OpenGrant terms = new Operation.OpenGrant(
                "0".repeat(32),
                "payer",
                BOX.value(),
                15L * Grant.UNIT_BYTES + 1,
                1_000,
                7,
                true,
                Grant.UNIT_BYTES,
                CHAIN.length(),
                anchor);
        return new GrantPosition(terms, 0, 10, 0, 0, 0, 1_000, 0, anchor);
    }
}
