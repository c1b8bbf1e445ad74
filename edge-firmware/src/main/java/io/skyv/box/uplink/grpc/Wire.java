package io.skyv.box.uplink.grpc;

import com.google.protobuf.ByteString;
import io.skyv.box.uplink.BoxStatus;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.box.uplink.StreamSource;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.Heartbeat;
import io.skyv.v1.Hello;
import io.skyv.v1.Receipt;
import io.skyv.v1.ReceiptBatch;
import io.skyv.v1.ReceiptOutcome;
import io.skyv.v1.ReceiptsBooked;
import io.skyv.v1.Rendition;
import io.skyv.v1.StreamEnd;
import java.security.PublicKey;
import java.util.List;

/** The box's words as messages, and the control plane's messages as the box's words. */
final class Wire {
    private Wire() {}

    static BoxMessage hello(UplinkSettings settings) {
        return BoxMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setPublicUrl(settings.publicUrl().toString())
                        .setFirmwareVersion(settings.firmwareVersion())
                        .setRelays(settings.relays()))
                .build();
    }

    static BoxMessage offer(StreamOffer offer, PublicKey manifestKey) {
        io.skyv.v1.StreamOffer.Builder message = io.skyv.v1.StreamOffer.newBuilder()
                .setStreamId(offer.stream().value())
                .setTitle(offer.title())
                .setManifestKeySpki(ByteString.copyFrom(manifestKey.getEncoded()));
        for (OfferedRendition rendition : offer.renditions()) {
            message.addRenditions(Rendition.newBuilder()
                    .setName(rendition.name().value())
                    .setBandwidthBps(rendition.bandwidthBps())
                    .setCodecs(rendition.codecs())
                    .setWidthPx(rendition.widthPx())
                    .setHeightPx(rendition.heightPx())
                    .setFrameRate(rendition.frameRate()));
        }
        return BoxMessage.newBuilder().setOffer(message).build();
    }

    static BoxMessage end(StreamId stream) {
        return BoxMessage.newBuilder()
                .setEnd(StreamEnd.newBuilder().setStreamId(stream.value()))
                .build();
    }

    static BoxMessage heartbeat(BoxStatus status) {
        return BoxMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder()
                        .addAllCarriedStreamIds(status.carriedStreams().stream()
                                .map(StreamId::value)
                                .sorted()
                                .toList())
                        .setOpenGrants(status.openGrants())
                        .setEgressBytes(status.egressBytes()))
                .build();
    }

    static BoxMessage batch(long id, List<OutgoingReceipt> receipts) {
        return BoxMessage.newBuilder()
                .setReceipts(ReceiptBatch.newBuilder()
                        .setBatchId(id)
                        .addAllReceipts(receipts.stream().map(Wire::receipt).toList()))
                .build();
    }

    private static Receipt receipt(OutgoingReceipt receipt) {
        Receipt.Builder message =
                Receipt.newBuilder().setGrantId(receipt.grant().value()).setClosing(receipt.closing());
        return switch (receipt) {
            case OutgoingReceipt.Paid paid ->
                message.setIndex(paid.index())
                        .setPreimage(ByteString.copyFrom(paid.preimage().bytes()))
                        .build();
            case OutgoingReceipt.Counted counted ->
                message.setCumulativeBytes(counted.cumulativeBytes()).build();
        };
    }

    /** @throws MalformedException if an outcome names no grant */
    static List<Outcome> outcomes(ReceiptsBooked booked) throws MalformedException {
        try {
            return booked.getOutcomesList().stream().map(Wire::outcome).toList();
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not an answer to receipts: " + e.getMessage(), e);
        }
    }

    private static Outcome outcome(ReceiptOutcome outcome) {
        GrantId grant = new GrantId(outcome.getGrantId());
        if (outcome.getSettledBytes() < 0) {
            throw new IllegalArgumentException("grant " + grant + " is settled with a negative count");
        }
        return outcome.getRefusal().isEmpty()
                ? new Outcome.Booked(grant, outcome.getSettledBytes(), outcome.getClosed())
                : new Outcome.Refused(grant, outcome.getSettledBytes(), outcome.getClosed(), outcome.getRefusal());
    }

    static StreamSource source(io.skyv.v1.StreamOffer offer) throws MalformedException {
        try {
            return new StreamSource(
                    new StreamId(offer.getStreamId()),
                    offer.getTitle(),
                    P256.publicKey(offer.getManifestKeySpki().toByteArray()),
                    offer.getRenditionsList().stream().map(Wire::rendition).toList());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a stream: " + e.getMessage(), e);
        }
    }

    private static OfferedRendition rendition(Rendition rendition) {
        return new OfferedRendition(
                new RenditionName(rendition.getName()),
                rendition.getBandwidthBps(),
                rendition.getCodecs(),
                rendition.getWidthPx(),
                rendition.getHeightPx(),
                rendition.getFrameRate());
    }
}
