package io.skyv.control.updates.rest;

import io.skyv.control.problem.Problem;
import io.skyv.control.updates.Updates;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.serve.Visible;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What boxes see of the releases. */
@Path("/v1/updates")
@Tag(name = "updates")
@NonBlocking
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class UpdatesResource {
    private final Updates updates;

    UpdatesResource(Updates updates) {
        this.updates = updates;
    }

    /**
     * @param served are releases served here?
     * @param roles none while nothing could be let through
     * @param targets how many files may be fetched
     * @param notKept why nothing was published or renewed; null if nothing failed
     * @param notShown why what is new in the directory is not shown; null if nothing failed
     */
    public record UpdatesView(
            boolean served, List<RoleView> roles, int targets, Optional<String> notKept, Optional<String> notShown) {}

    /** @param expires from then on boxes refuse it */
    public record RoleView(String role, long version, Instant expires) {}

    @GET
    @Operation(
            summary = "What boxes see of the releases",
            description = "The files themselves are a TUF repository below /updates/metadata/ and /updates/targets/.")
    public UpdatesView updates() {
        Optional<Visible> visible = updates.visible();
        List<RoleView> roles = new ArrayList<>();
        for (String role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
            Instant expires = visible.map(one -> one.expires().get(role)).orElse(null);
            if (visible.isPresent() && expires != null) {
                roles.add(new RoleView(role, visible.get().version(role), expires));
            }
        }
        int targets = visible.map(one -> one.targets().size()).orElse(0);
        return new UpdatesView(updates.isServing(), roles, targets, updates.notKept(), updates.notShown());
    }
}
