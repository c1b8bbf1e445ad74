package io.skyv.control.stream.rest;

import io.skyv.control.config.SkyvConfig;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.stream.Rendition;
import io.skyv.control.stream.Stream;
import io.skyv.control.stream.StreamRegistry;
import io.skyv.proto.id.Ids;
import io.skyv.proto.id.StreamId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is on. */
@Path("/v1/streams")
@Tag(name = "streams")
@NonBlocking
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class StreamsResource {
    private final StreamRegistry streams;
    private final LedgerPort ledger;
    private final SkyvConfig config;

    StreamsResource(StreamRegistry streams, LedgerPort ledger, SkyvConfig config) {
        this.streams = streams;
        this.ledger = ledger;
        this.config = config;
    }

    public record StreamList(List<StreamView> streams) {}

    /**
     * @param box the source
     * @param live whether it can be had now
     * @param manifestKey what signs its manifests: SubjectPublicKeyInfo in base64url
     * @param payer account that pays for its viewers
     * @param sponsored whether that is not the viewer
     */
    public record StreamView(
            String id,
            String title,
            String box,
            boolean live,
            String manifestKey,
            String payer,
            boolean sponsored,
            long pricePerGiBMicros,
            List<RenditionView> renditions) {}

    /** @param codecs as RFC 6381 has them */
    public record RenditionView(
            String name, long bandwidthBps, String codecs, int widthPx, int heightPx, double frameRate) {
        static RenditionView of(Rendition rendition) {
            return new RenditionView(
                    rendition.name().value(),
                    rendition.bandwidthBps(),
                    rendition.codecs(),
                    rendition.widthPx(),
                    rendition.heightPx(),
                    rendition.frameRate());
        }
    }

    @GET
    @Operation(summary = "All streams", description = "Those whose source is not online at the moment too; see live.")
    @APIResponse(responseCode = "200", description = "In order of their ids")
    public StreamList all() {
        return new StreamList(streams.all().stream().map(this::view).toList());
    }

    @GET
    @Path("{id}")
    @Operation(
            summary = "One stream",
            description = "What a player needs to ask for a grant and to check what it gets.")
    @APIResponse(responseCode = "200", description = "The stream")
    @APIResponse(
            responseCode = "404",
            description = "unknown-stream",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public StreamView find(String id) {
        return Optional.of(id)
                .filter(Ids::isValid)
                .flatMap(valid -> streams.find(new StreamId(valid)))
                .map(this::view)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNKNOWN_STREAM, "there is no such stream"));
    }

    private StreamView view(Stream stream) {
        return new StreamView(
                stream.id().value(),
                stream.title(),
                stream.box().value(),
                streams.isLive(stream),
                stream.manifestKey().base64Url(),
                ledger.books().paidFor(stream.box()).value(),
                true,
                config.price().viewerMicrosPerGib(),
                stream.renditions().stream().map(RenditionView::of).toList());
    }
}
