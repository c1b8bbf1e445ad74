package io.skyv.control.stream.grpc;

import io.quarkus.grpc.GrpcService;
import io.skyv.control.identity.grpc.Caller;
import io.skyv.control.problem.Problems;
import io.skyv.control.stream.StreamOffers;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.v1.ListStreamsReply;
import io.skyv.v1.ListStreamsRequest;
import io.skyv.v1.Streams;
import io.smallrye.mutiny.Uni;

/** Tells boxes what is live. */
@GrpcService
public class StreamsService implements Streams {
    private final StreamRegistry streams;
    private final Caller caller;

    StreamsService(StreamRegistry streams, Caller caller) {
        this.streams = streams;
        this.caller = caller;
    }

    @Override
    public Uni<ListStreamsReply> listStreams(ListStreamsRequest request) {
        try {
            caller.requireOperating();
            ListStreamsReply.Builder reply = ListStreamsReply.newBuilder();
            streams.live().forEach(stream -> reply.addStreams(StreamOffers.write(stream)));
            return Uni.createFrom().item(reply.build());
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(Problems.toGrpc(e));
        }
    }
}
