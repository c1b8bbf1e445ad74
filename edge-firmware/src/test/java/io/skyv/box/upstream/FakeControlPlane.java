package io.skyv.box.upstream;

import io.skyv.box.meter.TestGrants;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.GrantRefusedException;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.box.uplink.StreamSource;
import io.skyv.box.uplink.UpstreamGrant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import java.net.URI;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Grants whatever is asked, from the first of its boxes that is not to be avoided. */
final class FakeControlPlane implements ControlPlane {
    private final TestGrants grants;
    private final PublicKey manifestKey;
    private final Map<BoxId, URI> boxes = new LinkedHashMap<>();
    final List<SignedGrant> granted = new ArrayList<>();
    volatile long maxBytes = Long.MAX_VALUE;

    FakeControlPlane(TestGrants grants, PublicKey manifestKey) {
        this.grants = grants;
        this.manifestKey = manifestKey;
    }

    synchronized void add(BoxId box, URI url) {
        boxes.put(box, url);
    }

    synchronized List<SignedGrant> granted() {
        return List.copyOf(granted);
    }

    @Override
    public synchronized CompletionStage<UpstreamGrant> requestGrant(
            StreamId stream, RenditionName rendition, long wantedBytes, Digest anchor, Set<BoxId> avoid) {
        for (Map.Entry<BoxId, URI> box : boxes.entrySet()) {
            if (!avoid.contains(box.getKey())) {
                SignedGrant grant = grants.grant(
                        terms -> terms.box(box.getKey()).maxBytes(Math.min(wantedBytes, maxBytes)), grants.key, anchor);
                granted.add(grant);
                StreamSource source = new StreamSource(
                        stream,
                        "Camera",
                        manifestKey,
                        List.of(new OfferedRendition(rendition, 1_000_000, "avc1.42c01f", 640, 360, 30)));
                return CompletableFuture.completedFuture(new UpstreamGrant(grant, box.getValue(), source));
            }
        }
        return CompletableFuture.failedFuture(
                new GrantRefusedException(GrantRefusedException.Reason.NO_BOX, "no other box"));
    }

    @Override
    public void offer(StreamOffer offer) {}

    @Override
    public void withdraw(StreamId stream) {}

    @Override
    public boolean connected() {
        return true;
    }
}
