package io.skyv.control.grant.rest;

import io.skyv.control.grant.Report;
import io.skyv.control.grant.ReportDesk;
import io.skyv.control.problem.Problem;
import io.skyv.proto.id.GrantId;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What receivers found wrong. */
@Path("/v1/reports")
@Tag(name = "grants")
public class ReportsResource {
    /** A database takes no NUL in a text, and a log no lines of others. */
    private static final String ONE_LINE = "\\P{Cntrl}*";

    private final ReportDesk desk;

    ReportsResource(ReportDesk desk) {
        this.desk = desk;
    }

    /**
     * @param grant id of the grant
     * @param resource which one was wrong, such as {@code 17.3.m4s}
     * @param reason what was wrong with it
     */
    public record ReportBody(
            @NotNull @Pattern(regexp = "[0-9a-f]{32}") String grant,

            @NotBlank @Size(max = Report.MAX_TEXT_CHARACTERS) @Pattern(regexp = ONE_LINE)
            String resource,

            @NotBlank @Size(max = Report.MAX_TEXT_CHARACTERS) @Pattern(regexp = ONE_LINE)
            String reason) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Report a box",
            description = "What a receiver found wrong with what the box of its grant gave it, such as a part whose"
                    + " hash is not that of its manifest.")
    @APIResponse(responseCode = "202", description = "Taken down")
    @APIResponse(
            responseCode = "404",
            description = "unknown-grant",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "429",
            description = "too-many-reports",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Response> report(@NotNull @Valid ReportBody body) {
        return desk.take(new GrantId(body.grant()), body.resource(), body.reason())
                .map(_ -> Response.accepted().build());
    }
}
