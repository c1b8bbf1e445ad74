package io.skyv.control.projection.rest;

import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.projection.BookedMovement;
import io.skyv.control.projection.store.Projections;
import io.skyv.proto.id.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What moved in an account's hands, and what it has that is not in its hands. */
@Path("/v1")
@Tag(name = "ledger")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class AccountBooksResource {
    private static final String NEWEST = "9223372036854775807.0";

    private final Projections projections;

    AccountBooksResource(Projections projections) {
        this.projections = projections;
    }

    @GET
    @Path("accounts/{id}/movements")
    @Operation(
            summary = "An account's history, the newest first",
            description = "All that came into its hands or left them; together it is the balance.")
    public Uni<BookViews.Movements> movements(
            String id,
            @RestQuery
                    @DefaultValue(NEWEST)
                    @Pattern(regexp = "[0-9]{1,19}\\.[0-9]{1,9}", message = "is the id of a movement")
                    @Parameter(description = "those before this id")
                    String before,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        int dot = before.indexOf('.');
        long block = block(before.substring(0, dot));
        int line = Integer.parseInt(before.substring(dot + 1));
        return projections.movements(valid(id), block, line, limit).map(movements -> page(movements, limit));
    }

    private static long block(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ProblemException(ProblemCode.MALFORMED, "before is the id of a movement");
        }
    }

    private static BookViews.Movements page(List<BookedMovement> movements, int limit) {
        List<BookViews.MovementView> views =
                movements.stream().map(BookViews.MovementView::of).toList();
        return new BookViews.Movements(
                views, views.size() < limit ? null : views.getLast().id());
    }

    @GET
    @Path("accounts/{id}/positions")
    @Operation(summary = "What it has bonded to transcoders", description = "In order of transcoder.")
    public Uni<BookViews.Positions> positions(
            String id,
            @RestQuery @DefaultValue("") @Size(max = 64) @Parameter(description = "transcoders after this one")
                    String after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .positionsOf(valid(id), after, limit)
                .map(positions -> new BookViews.Positions(
                        positions.stream().map(BookViews.Position::of).toList()));
    }

    @GET
    @Path("accounts/{id}/locks")
    @Operation(summary = "Its money on the way out of pools and bonds", description = "In order of number.")
    public Uni<BookViews.Locks> locks(
            String id,
            @RestQuery @DefaultValue("0") @Min(0) @Parameter(description = "numbers after this one") long after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .locks(valid(id), after, limit)
                .map(locks -> new BookViews.Locks(
                        locks.stream().map(BookViews.LockView::of).toList()));
    }

    @GET
    @Path("accounts/{id}/grants")
    @Operation(summary = "Grants that it pays or paid for", description = "Open and closed, in order of id.")
    public Uni<BookViews.Grants> grants(
            String id,
            @RestQuery @DefaultValue("") @Size(max = 64) @Parameter(description = "ids after this one") String after,
            @RestQuery @DefaultValue(Limits.USUAL) @Min(1) @Max(Limits.MOST) int limit) {
        return projections
                .grants(valid(id), after, limit)
                .map(grants -> new BookViews.Grants(
                        grants.stream().map(BookViews.GrantView::of).toList()));
    }

    private static String valid(String id) {
        if (!Ids.isValid(id)) {
            throw new ProblemException(ProblemCode.UNKNOWN_ACCOUNT, "this is no account's id");
        }
        return id;
    }
}
