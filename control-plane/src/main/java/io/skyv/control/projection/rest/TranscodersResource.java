package io.skyv.control.projection.rest;

import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.projection.store.Projections;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Transcoders with their pools, and boxes as the books have them. */
@Path("/v1")
@Tag(name = "ledger")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class TranscodersResource {
    private final Projections projections;

    TranscodersResource(Projections projections) {
        this.projections = projections;
    }

    @GET
    @Path("transcoders")
    @Operation(summary = "Transcoders", description = "In order of their ids.")
    public Uni<BookViews.Transcoders> transcoders(
            @RestQuery @DefaultValue("") @Size(max = 64) @Parameter(description = "ids after this one") String after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .transcoders(after, limit)
                .map(all -> new BookViews.Transcoders(
                        all.stream().map(BookViews.Transcoder::of).toList()));
    }

    @GET
    @Path("transcoders/{id}")
    @Operation(summary = "A transcoder")
    public Uni<BookViews.Transcoder> transcoder(@Size(max = 64) String id) {
        return projections
                .transcoder(id)
                .map(one -> BookViews.Transcoder.of(one.orElseThrow(
                        () -> new ProblemException(ProblemCode.NO_SUCH_TRANSCODER, "nobody registered with this id"))));
    }

    @GET
    @Path("transcoders/{id}/positions")
    @Operation(summary = "Who has bonded to a transcoder", description = "In order of delegator.")
    public Uni<BookViews.Positions> positions(
            @Size(max = 64) String id,
            @RestQuery @DefaultValue("") @Size(max = 64) @Parameter(description = "delegators after this one")
                    String after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return transcoder(id)
                .chain(_ -> projections.positionsIn(id, after, limit))
                .map(positions -> new BookViews.Positions(
                        positions.stream().map(BookViews.Position::of).toList()));
    }

    @GET
    @Path("ledger/boxes")
    @Operation(
            summary = "Boxes as the books have them in the running round",
            description = "In order of their ids. Capacity is 0 until the network measures it.")
    public Uni<BookViews.Boxes> boxes(
            @RestQuery @DefaultValue("") @Size(max = 64) @Parameter(description = "ids after this one") String after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .boxes(after, limit)
                .map(boxes -> new BookViews.Boxes(
                        boxes.stream().map(BookViews.Box::of).toList()));
    }
}
