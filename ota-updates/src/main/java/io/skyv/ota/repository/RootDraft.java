package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A root that is being made: who may sign what. What others have added to it is kept (TUF §4). */
public record RootDraft(Json.Members signed) {
    /** The first one; nobody may sign anything yet. */
    public static RootDraft first(Instant expires) {
        Json.Members nobody =
                Json.Members.EMPTY.with("keyids", Json.Items.of(List.of())).with("threshold", new Json.Whole(1));
        Json.Members roles = Json.Members.EMPTY;
        for (String role : List.of(Role.ROOT, Role.TARGETS, Role.SNAPSHOT, Role.TIMESTAMP)) {
            roles = roles.with(role, nobody);
        }
        return new RootDraft(Drafts.start(Role.ROOT, expires)
                .with("consistent_snapshot", new Json.Truth(true))
                .with("keys", Json.Members.EMPTY)
                .with("roles", roles));
    }

    /** The one after it. */
    public RootDraft next(Instant expires) throws UpdateException {
        return new RootDraft(Drafts.next(signed, expires));
    }

    public RootDraft allow(String role, Json.Members publicPart) throws UpdateException {
        String id = SigningKey.idOf(publicPart);
        List<String> ids = new ArrayList<>(role(role).texts("keyids"));
        if (!ids.contains(id)) {
            ids.add(id);
        }
        return new RootDraft(signed.with("keys", signed.members("keys").with(id, publicPart)))
                .withRole(role, role(role).with("keyids", Json.Items.of(ids)));
    }

    /** The key is dropped altogether if no role has it any more. */
    public RootDraft forbid(String role, String keyId) throws UpdateException {
        List<String> ids = new ArrayList<>(role(role).texts("keyids"));
        if (!ids.remove(keyId)) {
            throw UpdateException.malformed(role + " has no key " + keyId);
        }
        RootDraft draft = withRole(role, role(role).with("keyids", Json.Items.of(ids)));
        for (String each : draft.signed.members("roles").values().keySet()) {
            if (draft.role(each).texts("keyids").contains(keyId)) {
                return draft;
            }
        }
        return new RootDraft(
                draft.signed.with("keys", draft.signed.members("keys").without(keyId)));
    }

    /** @throws UpdateException MALFORMED if the role has fewer keys than that */
    public RootDraft threshold(String role, int threshold) throws UpdateException {
        int keys = role(role).texts("keyids").size();
        if (threshold < 1 || threshold > keys) {
            throw UpdateException.malformed(role + " has " + keys + " keys: a threshold of " + threshold + " can't be");
        }
        return withRole(role, role(role).with("threshold", new Json.Whole(threshold)));
    }

    /** @throws UpdateException MALFORMED if a role has fewer keys than it needs signatures */
    public RootDraft checked() throws UpdateException {
        for (String role : signed.members("roles").values().keySet()) {
            long wanted = role(role).integer("threshold");
            int keys = role(role).texts("keyids").size();
            if (keys < wanted) {
                throw UpdateException.malformed(role + " would have " + keys + " keys and need " + wanted
                        + " signatures: add keys, or set --threshold");
            }
        }
        return this;
    }

    private Json.Members role(String role) throws UpdateException {
        return signed.members("roles").members(role);
    }

    private RootDraft withRole(String role, Json.Members keys) throws UpdateException {
        return new RootDraft(signed.with("roles", signed.members("roles").with(role, keys)));
    }
}
