package io.skyv.control.grant.rest;

import io.skyv.control.grant.GrantDesk;
import io.skyv.control.grant.GrantRequest;
import io.skyv.control.grant.IssuedGrant;
import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.problem.ProblemException;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.Ids;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Permissions to receive a stream. */
@Path("/v1/streams/{id}")
@Tag(name = "grants")
public class StreamGrantsResource {
    private static final String ID = "[A-Za-z0-9._:-]{1,64}";

    private final GrantDesk desk;

    StreamGrantsResource(GrantDesk desk) {
        this.desk = desk;
    }

    /**
     * @param rendition the stream's first one if left out
     * @param maxBytes most that is paid; 268,435,456 if left out
     * @param anchor w_0 of the receiver's hash chain, 64 lower-case hex digits
     * @param avoid boxes that failed this receiver
     */
    public record GrantBody(
            @Nullable @Pattern(regexp = ID) String rendition,
            @Nullable @Min(1) @Max(Grant.MAX_SIGNED_BYTES) Long maxBytes,
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") String anchor,
            @Nullable @Size(max = GrantRequest.MAX_AVOIDED) List<@NotNull @Pattern(regexp = ID) String> avoid) {

        /** To be called once all of it is valid. */
        GrantRequest forStream(StreamId stream) {
            return new GrantRequest(
                    stream,
                    rendition == null ? null : new RenditionName(rendition),
                    maxBytes == null ? 0 : maxBytes,
                    Digest.ofHex(anchor),
                    avoid == null ? Set.of() : avoid.stream().map(BoxId::new).collect(Collectors.toSet()));
        }
    }

    /**
     * @param grant token: the signed grant in base64url, to be presented to the box
     * @param url of the box, without a slash at the end
     * @param units steps of the hash chain that pay all of it
     * @param expiresAt from then on the box serves nothing
     */
    public record GrantAnswer(
            String grant,
            String id,
            String box,
            String url,
            String stream,
            String rendition,
            long maxBytes,
            int unitBytes,
            int units,
            long pricePerGiBMicros,
            long protocolFeePpm,
            Instant expiresAt) {
        static GrantAnswer of(IssuedGrant issued) {
            Grant grant = issued.signed().grant();
            return new GrantAnswer(
                    issued.signed().token(),
                    grant.id().value(),
                    grant.box().value(),
                    issued.boxUrl().toString(),
                    grant.stream().value(),
                    grant.rendition().value(),
                    grant.maxBytes(),
                    grant.unitBytes(),
                    grant.units(),
                    grant.pricePerGiBMicros(),
                    issued.protocolFeePpm(),
                    Instant.ofEpochMilli(grant.expiresAtMillis()));
        }
    }

    @POST
    @Path("grants")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Ask for a grant",
            description = "The control plane picks the box. The stream's payer sets aside what the grant can cost; what"
                    + " is not used goes back. The receiver pays by revealing its hash chain to the box.")
    @APIResponse(
            responseCode = "201",
            description = "The grant, signed, and where its box is",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GrantAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "malformed",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "404",
            description = "unknown-stream, unknown-rendition",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "insufficient_funds and the ledger's other refusals",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "429",
            description = "too-many-grants",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "no-box, busy",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Response> request(String id, @NotNull @Valid GrantBody body) {
        return desk.forViewer(body.forStream(streamId(id)))
                .map(issued -> Response.status(Response.Status.CREATED)
                        .entity(GrantAnswer.of(issued))
                        .build());
    }

    @GET
    @Path("plain.m3u8")
    @Operation(
            summary = "Play without paying oneself",
            description = "For players that know nothing of grants: leads to a box's playlist under a fresh unsigned"
                    + " grant, which allows a bitrate for a while. The stream's payer pays.")
    @APIResponse(responseCode = "307", description = "The playlist is at the box")
    @APIResponse(
            responseCode = "404",
            description = "unknown-stream",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "no-box, busy",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Response> plain(String id) {
        return desk.forPlainPlayer(streamId(id))
                .map(issued -> Response.temporaryRedirect(URI.create(issued.boxUrl() + "/v1/streams/"
                                + issued.stream().id() + "/index.m3u8?grant="
                                + issued.signed().token()))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build());
    }

    private static StreamId streamId(String id) {
        if (!Ids.isValid(id)) {
            throw new ProblemException(ProblemCode.UNKNOWN_STREAM, "no stream can have this id");
        }
        return new StreamId(id);
    }
}
