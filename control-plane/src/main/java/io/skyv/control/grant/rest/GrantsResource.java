package io.skyv.control.grant.rest;

import io.skyv.control.economy.GrantPosition;
import io.skyv.control.grant.GrantStore;
import io.skyv.control.ledger.store.BookedGrants;
import io.skyv.control.ledger.store.ReactiveBooks;
import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.control.projection.BookedGrant;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of a grant. */
@Path("/v1/grants/{id}")
@Tag(name = "grants")
public class GrantsResource {
    private final GrantStore grants;
    private final BookedGrants booked;
    private final ReactiveBooks books;

    GrantsResource(GrantStore grants, BookedGrants booked, ReactiveBooks books) {
        this.grants = grants;
        this.booked = booked;
        this.books = books;
    }

    /**
     * @param owner who is paid
     * @param settledBytes bytes that are paid
     * @param paidMicros what they cost: burnedMicros + earnedMicros
     * @param escrowMicros what is still set aside
     * @param state open or closed
     */
    public record GrantAccount(
            String id,
            String payer,
            String box,
            String owner,
            String stream,
            String rendition,
            long maxBytes,
            long unitBytes,
            long pricePerGiBMicros,
            long protocolFeePpm,
            boolean signed,
            long settledBytes,
            long paidMicros,
            long burnedMicros,
            long earnedMicros,
            long escrowMicros,
            State state,
            Instant issuedAt,
            Instant expiresAt) {}

    /** Whether receipts still count. */
    @SuppressWarnings("JavaCase") // these are the words of the protocol
    public enum State {
        open,
        closed
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "What a grant allowed, what was paid and to whom",
            description = "All money is in whole micro-SKYV.")
    @APIResponse(
            responseCode = "200",
            description = "The grant and its money",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GrantAccount.class)))
    @APIResponse(
            responseCode = "404",
            description = "unknown-grant",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<GrantAccount> find(String id) {
        GrantId grant = grantId(id);
        return booked.find(grant)
                .chain(money -> grants.find(grant).map(terms -> {
                    if (money.isEmpty() || terms.isEmpty()) {
                        throw unknown(id);
                    }
                    return account(terms.get(), money.get());
                }));
    }

    private GrantAccount account(Grant terms, BookedGrant money) {
        GrantPosition position = money.position();
        return new GrantAccount(
                position.terms().id(),
                position.terms().payer(),
                position.terms().box(),
                books.view().paidFor(new BoxId(position.terms().box())).value(),
                terms.stream().value(),
                terms.rendition().value(),
                position.terms().maxBytes(),
                position.terms().unitBytes(),
                position.terms().pricePerGiBMicros(),
                position.protocolFeePpm(),
                position.terms().signed(),
                position.settledBytes(),
                position.paidMicros(),
                position.burnedMicros(),
                position.earnedMicros(),
                position.escrowMicros(),
                money.open() ? State.open : State.closed,
                Instant.ofEpochMilli(terms.issuedAtMillis()),
                Instant.ofEpochMilli(terms.expiresAtMillis()));
    }

    private static GrantId grantId(String id) {
        try {
            return new GrantId(id);
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemCode.UNKNOWN_GRANT, "there is no grant " + id.substring(0, Math.min(id.length(), 64)));
    }
}
