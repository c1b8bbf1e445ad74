package io.skyv.box.uplink.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.skyv.box.identity.StoredIdentity;
import io.skyv.box.uplink.GrantRefusedException;
import io.skyv.box.uplink.GrantRefusedException.Reason;
import io.skyv.box.uplink.UpstreamGrant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.v1.GrantReply;
import io.skyv.v1.GrantRequest;
import io.skyv.v1.GrantsGrpc;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Asks the control plane for grants, and believes only what is signed with its key and is what was asked for. */
final class GrantRequests {
    /** Requests under way at once. */
    private static final int MAX_UNDER_WAY = 64;

    private final StoredIdentity identity;
    private final Duration timeout;
    private final Semaphore free = new Semaphore(MAX_UNDER_WAY);

    GrantRequests(StoredIdentity identity, Duration timeout) {
        this.identity = identity;
        this.timeout = timeout;
    }

    CompletionStage<UpstreamGrant> request(
            Channel channel, StreamId stream, RenditionName rendition, long maxBytes, Digest anchor, Set<BoxId> avoid) {
        if (!free.tryAcquire()) {
            return CompletableFuture.failedStage(new GrantRefusedException(
                    Reason.TOO_MANY_GRANTS, MAX_UNDER_WAY + " requests for grants are under way"));
        }
        CompletableFuture<UpstreamGrant> answer = new CompletableFuture<>();
        GrantRequest request = GrantRequest.newBuilder()
                .setStreamId(stream.value())
                .setRendition(rendition.value())
                .setMaxBytes(maxBytes)
                .setAnchor(ByteString.copyFrom(anchor.bytes()))
                .addAllAvoidBoxIds(avoid.stream().map(BoxId::value).toList())
                .build();
        GrantsGrpc.newStub(channel)
                .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .requestGrant(request, new StreamObserver<>() {
                    @Override
                    public void onNext(GrantReply reply) {
                        complete(answer, reply, stream, anchor);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        free.release();
                        answer.completeExceptionally(refusal(failure));
                    }

                    @Override
                    public void onCompleted() {
                        free.release();
                    }
                });
        return answer;
    }

    private void complete(CompletableFuture<UpstreamGrant> answer, GrantReply reply, StreamId stream, Digest anchor) {
        try {
            SignedGrant grant = SignedGrant.decode(reply.getGrant().toByteArray());
            if (!grant.isSignedBy(identity.grantKey())
                    || !grant.grant().stream().equals(stream)
                    || !grant.grant().anchor().equals(anchor)) {
                throw new MalformedException("the grant is not the one that was asked for");
            }
            answer.complete(
                    new UpstreamGrant(grant, URI.create(reply.getServingUrl()), Wire.source(reply.getStream())));
        } catch (MalformedException | RuntimeException e) {
            answer.completeExceptionally(new GrantRefusedException(
                    Reason.MALFORMED, "the control plane's answer makes no sense: " + e.getMessage(), e));
        }
    }

    private static GrantRefusedException refusal(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        Reason reason = switch (status.getCode()) {
            case NOT_FOUND -> Reason.UNKNOWN_STREAM;
            case UNAVAILABLE -> status.getCause() == null ? Reason.NO_BOX : Reason.UNREACHABLE;
            case RESOURCE_EXHAUSTED -> Reason.TOO_MANY_GRANTS;
            case FAILED_PRECONDITION -> Reason.PAYER_CANNOT_PAY;
            case INVALID_ARGUMENT -> Reason.MALFORMED;
            case UNAUTHENTICATED, PERMISSION_DENIED -> Reason.NOT_ALLOWED;
            default -> Reason.UNREACHABLE;
        };
        String description = status.getDescription();
        return new GrantRefusedException(reason, description == null ? reason.name() : description, failure);
    }
}
