package io.skyv.control.projection.rest;

import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.projection.Round;
import io.skyv.control.projection.RoundStanding;
import io.skyv.control.projection.store.Projections;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Rounds, who was elected in them and why, and the blocks of the journal. */
@Path("/v1")
@Tag(name = "rounds")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class RoundsResource {
    private static final String NEWEST = "9223372036854775807";

    private final Projections projections;

    RoundsResource(Projections projections) {
        this.projections = projections;
    }

    @GET
    @Path("rounds")
    @Operation(summary = "Rounds, the newest first", description = "The next page begins before the last one's number.")
    public Uni<BookViews.Rounds> rounds(
            @RestQuery @DefaultValue(NEWEST) @Min(0) @Parameter(description = "numbers under this one") long before,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .rounds(before, limit)
                .chain(rounds -> rounds.isEmpty()
                        ? Uni.createFrom().item(new BookViews.Rounds(List.of()))
                        : projections
                                .elected(
                                        rounds.getLast().number(),
                                        rounds.getFirst().number())
                                .map(elected -> list(rounds, elected)));
    }

    private static BookViews.Rounds list(List<Round> rounds, Map<Long, List<RoundStanding>> elected) {
        return new BookViews.Rounds(rounds.stream()
                .map(round -> BookViews.RoundView.of(round, elected.getOrDefault(round.number(), List.of())))
                .toList());
    }

    @GET
    @Path("rounds/{number}")
    @Operation(
            summary = "A round",
            description = "As it began, with who was elected. Its standings have everybody who could have been.")
    public Uni<BookViews.RoundView> round(long number) {
        return known(number)
                .chain(round -> projections
                        .elected(number, number)
                        .map(elected -> BookViews.RoundView.of(round, elected.getOrDefault(number, List.of()))));
    }

    @GET
    @Path("rounds/{number}/standings")
    @Operation(
            summary = "All transcoders when the round started",
            description = "Candidates in the order of the election, then the others.")
    public Uni<BookViews.Standings> standings(
            long number,
            @RestQuery @DefaultValue("0") @Min(0) @Parameter(description = "places after this one") int after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return known(number)
                .chain(_ -> projections.standings(number, after, limit))
                .map(standings -> new BookViews.Standings(
                        standings.stream().map(BookViews.Standing::of).toList()));
    }

    private Uni<Round> known(long number) {
        return projections
                .round(number)
                .map(round -> round.orElseThrow(() -> new ProblemException(
                        ProblemCode.UNKNOWN_ROUND, "there was no round " + number + ", or it is not shown yet")));
    }

    @GET
    @Path("blocks")
    @Operation(summary = "Blocks, the newest first", description = "The next page begins before the last one's number.")
    public Uni<BookViews.Blocks> blocks(
            @RestQuery @DefaultValue(NEWEST) @Min(0) @Parameter(description = "numbers under this one") long before,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .blocks(before, limit)
                .map(blocks -> new BookViews.Blocks(
                        blocks.stream().map(BookViews.Block::of).toList()));
    }

    @GET
    @Path("blocks/{number}")
    @Operation(summary = "A block", description = "Its header; the operations in it are in the accounts' movements.")
    public Uni<BookViews.Block> block(long number) {
        return projections
                .block(number)
                .map(block -> BookViews.Block.of(block.orElseThrow(() -> new ProblemException(
                        ProblemCode.UNKNOWN_BLOCK, "there is no block " + number + ", or it is not shown yet"))));
    }
}
