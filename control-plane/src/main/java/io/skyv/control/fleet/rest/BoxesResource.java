package io.skyv.control.fleet.rest;

import io.skyv.control.fleet.Fleet;
import io.skyv.control.fleet.KnownBox;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The boxes of the network. */
@Path("/v1/boxes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "boxes")
public class BoxesResource {
    private final Fleet fleet;

    @Inject
    BoxesResource(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The answer of {@code GET /v1/boxes}. */
    public record Boxes(List<Box> boxes) {}

    /**
     * A box.
     *
     * @param owner account that is paid for its work
     * @param url where it was when it was last online
     * @param relays whether it relays streams of others
     * @param source whether it has streams of its own now
     * @param lastSeen when it last said something
     */
    public record Box(
            String id,
            String owner,
            @Nullable URI url,
            boolean online,
            boolean relays,
            boolean source,
            Instant lastSeen) {
        static Box of(KnownBox box) {
            return new Box(
                    box.id().value(),
                    box.owner().value(),
                    box.publicUrl(),
                    box.online(),
                    box.relays(),
                    box.source(),
                    box.lastSeen());
        }
    }

    @GET
    @Operation(summary = "Every box that ever enrolled, in order of their ids")
    public Boxes boxes() {
        return new Boxes(fleet.known().stream().map(Box::of).toList());
    }
}
