package io.skyv.control.ledger.rest;

import io.skyv.control.economy.Totals;
import io.skyv.control.ledger.AccountBalance;
import io.skyv.control.ledger.BooksHead;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.Ids;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Accounts, and where the ledger stands. */
@Path("/v1")
@Tag(name = "ledger")
@NonBlocking
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class LedgerResource {
    /** Accounts in one answer. */
    static final int MAX_ACCOUNTS = 1_000;

    private final LedgerPort ledger;

    LedgerResource(LedgerPort ledger) {
        this.ledger = ledger;
    }

    public record AccountList(List<AccountView> accounts) {}

    /** @param balanceMicros what it has free to spend, in micro-SKYV */
    public record AccountView(String id, long balanceMicros) {
        static AccountView of(AccountBalance account) {
            return new AccountView(account.account().value(), account.balanceMicros());
        }
    }

    /**
     * @param supplyMicros all money there is, in micro-SKYV
     * @param escrowMicros what of it is set aside for open grants
     * @param accountsMicros what all accounts have free to spend, added up: with escrow, pending, stake, fees, bonds and
     *     locks it is supplyMicros
     * @param pendingMicros in line for pools
     * @param stakeMicros in pools
     * @param feesMicros delegators' parts of fees that nobody has claimed yet
     * @param locksMicros on its way out of pools and bonds
     * @param burnedMicros what there was and is no more: with supplyMicros it is what genesis and rounds have minted
     * @param openGrants grants whose receipts still count
     * @param grantsEscrowMicros what is set aside for each of them, added up: it is escrowMicros
     * @param blocks number of the last block
     * @param headHash its hash, 64 hex digits
     */
    public record LedgerView(
            long round,
            long supplyMicros,
            long escrowMicros,
            long accountsMicros,
            long pendingMicros,
            long stakeMicros,
            long feesMicros,
            long boxBondsMicros,
            long locksMicros,
            long burnedMicros,
            int openGrants,
            long grantsEscrowMicros,
            long blocks,
            String headHash) {}

    @GET
    @Path("accounts")
    @Operation(summary = "Accounts", description = "In order of their ids; the next page begins after the last one.")
    @APIResponse(responseCode = "200", description = "At most limit accounts")
    public AccountList accounts(
            @RestQuery @DefaultValue("") @Size(max = 64) @Parameter(description = "ids after this one") String after,
            @RestQuery @DefaultValue("1000") @Min(1) @Max(MAX_ACCOUNTS) int limit) {
        return new AccountList(ledger.books().accounts(after, limit).stream()
                .map(AccountView::of)
                .toList());
    }

    @GET
    @Path("accounts/{id}")
    @Operation(summary = "An account", description = "What it has free to spend.")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(
            responseCode = "404",
            description = "unknown-account",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public AccountView account(String id) {
        OptionalLong balance = Ids.isValid(id) ? ledger.books().balanceMicros(new AccountId(id)) : OptionalLong.empty();
        return new AccountView(
                id,
                balance.orElseThrow(
                        () -> new ProblemException(ProblemCode.UNKNOWN_ACCOUNT, "this account never had money")));
    }

    @GET
    @Path("ledger")
    @Operation(summary = "Where the ledger stands", description = "As of its last block, all of it of that one.")
    @APIResponse(responseCode = "200", description = "Round, supply and head")
    public LedgerView ledger() {
        BooksHead head = ledger.books().head();
        Totals totals = head.totals();
        return new LedgerView(
                head.round(),
                totals.supplyMicros(),
                totals.escrowMicros(),
                head.accountsMicros(),
                totals.pendingMicros(),
                totals.stakeMicros(),
                totals.feesMicros(),
                totals.boxBondsMicros(),
                totals.locksMicros(),
                totals.burnedMicros(),
                totals.openGrants(),
                head.grantsEscrowMicros(),
                head.blocks(),
                head.hash().hex());
    }
}
