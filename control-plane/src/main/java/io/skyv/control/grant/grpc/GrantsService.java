package io.skyv.control.grant.grpc;

import com.google.protobuf.ByteString;
import io.quarkus.grpc.GrpcService;
import io.skyv.control.grant.GrantDesk;
import io.skyv.control.grant.IssuedGrant;
import io.skyv.control.identity.grpc.Caller;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.problem.Problems;
import io.skyv.control.stream.StreamOffers;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import io.skyv.v1.GrantReply;
import io.skyv.v1.GrantRequest;
import io.skyv.v1.Grants;
import io.smallrye.mutiny.Uni;
import java.util.stream.Collectors;

/** Gives a relay what it asks for. */
@GrpcService
public class GrantsService implements Grants {
    private final GrantDesk desk;
    private final Caller caller;

    GrantsService(GrantDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @Override
    public Uni<GrantReply> requestGrant(GrantRequest request) {
        try {
            BoxId relay = caller.requireOperating();
            return desk.forRelay(relay, read(request))
                    .map(GrantsService::write)
                    .onFailure()
                    .transform(Problems::toGrpc);
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(Problems.toGrpc(e));
        }
    }

    private static io.skyv.control.grant.GrantRequest read(GrantRequest request) {
        if (request.getAvoidBoxIdsCount() > io.skyv.control.grant.GrantRequest.MAX_AVOIDED) {
            throw new ProblemException(ProblemCode.MALFORMED, "too many boxes to avoid");
        }
        try {
            return new io.skyv.control.grant.GrantRequest(
                    new StreamId(request.getStreamId()),
                    request.getRendition().isEmpty() ? null : new RenditionName(request.getRendition()),
                    request.getMaxBytes(),
                    Digest.of(request.getAnchor().toByteArray()),
                    request.getAvoidBoxIdsList().stream().map(BoxId::new).collect(Collectors.toSet()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static GrantReply write(IssuedGrant grant) {
        return GrantReply.newBuilder()
                .setGrant(ByteString.copyFrom(grant.signed().wire()))
                .setServingUrl(grant.boxUrl().toString())
                .setStream(StreamOffers.write(grant.stream()))
                .build();
    }
}
