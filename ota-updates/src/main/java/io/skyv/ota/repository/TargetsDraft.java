package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.PathPattern;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A targets role that is being made. What others have added to it is kept (TUF §4). */
public record TargetsDraft(Json.Members signed) {
    public static TargetsDraft first(Instant expires) {
        return new TargetsDraft(Drafts.start(Role.TARGETS, expires).with("targets", Json.Members.EMPTY));
    }

    /** The one after it. */
    public TargetsDraft next(Instant expires) throws UpdateException {
        return new TargetsDraft(Drafts.next(signed, expires));
    }

    public TargetsDraft put(TargetFile file) throws UpdateException {
        Json.Members json = Json.Members.EMPTY
                .with("length", new Json.Whole(file.lengthBytes()))
                .with("hashes", Drafts.hashes(file.hashes().hexByName()));
        if (!file.custom().values().isEmpty()) {
            json = json.with("custom", file.custom());
        }
        return new TargetsDraft(signed.with("targets", signed.members("targets").with(file.path(), json)));
    }

    public TargetsDraft remove(String path) throws UpdateException {
        return new TargetsDraft(signed.with("targets", signed.members("targets").without(path)));
    }

    /**
     * Lets another role speak for paths, behind those that were let before; for a role that there is already its keys,
     * threshold and paths are set anew.
     *
     * @param terminating is nobody else asked about these paths?
     */
    public TargetsDraft delegate(
            String role, List<Json.Members> publicParts, int threshold, List<String> patterns, boolean terminating)
            throws UpdateException {
        if (threshold < 1 || threshold > publicParts.size()) {
            throw UpdateException.malformed(
                    role + " has " + publicParts.size() + " keys: a threshold of " + threshold + " can't be");
        }
        if (!role.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw UpdateException.malformed("\"" + role
                    + "\" is no name for a role: letters, digits, dots and dashes, which every web server serves");
        }
        Json.Members keys = delegations().members("keys");
        List<String> ids = new ArrayList<>();
        for (Json.Members publicPart : publicParts) {
            ids.add(SigningKey.idOf(publicPart));
            keys = keys.with(ids.getLast(), publicPart);
        }
        Json.Members delegation = Json.Members.EMPTY
                .with("name", new Json.Text(role))
                .with("keyids", Json.Items.of(ids))
                .with("threshold", new Json.Whole(threshold))
                .with("paths", Json.Items.of(patterns))
                .with("terminating", new Json.Truth(terminating));
        return withDelegations(keys, replaced(role, delegation));
    }

    /** The roles that are let. */
    public List<String> delegates() throws UpdateException {
        List<String> names = new ArrayList<>();
        for (Json each : delegations().items("roles")) {
            if (each instanceof Json.Members role) {
                names.add(role.text("name"));
            }
        }
        return names;
    }

    /**
     * A maker must never sign for what is another's, or the network's own.
     *
     * @throws UpdateException MALFORMED naming what the patterns would reach
     */
    public void checkNobodyElseSpeaksFor(String role, List<String> patterns) throws UpdateException {
        for (String pattern : patterns) {
            for (String path : signed.members("targets").values().keySet()) {
                if (PathPattern.matches(pattern, path)) {
                    throw UpdateException.malformed(pattern + " reaches " + path + ", which targets lists itself");
                }
            }
            for (Json each : delegations().items("roles")) {
                if (each instanceof Json.Members other && !other.text("name").equals(role) && other.has("paths")) {
                    for (String taken : other.texts("paths")) {
                        if (PathPattern.overlap(pattern, taken)) {
                            throw UpdateException.malformed(
                                    pattern + " reaches what " + other.text("name") + " signs for: " + taken);
                        }
                    }
                }
            }
        }
    }

    /** Nobody asks the role any more. */
    public TargetsDraft revoke(String role) throws UpdateException {
        List<Json> roles = replaced(role, null);
        return withDelegations(delegations().members("keys"), roles);
    }

    private List<Json> replaced(String role, Json.@org.jspecify.annotations.Nullable Members delegation)
            throws UpdateException {
        List<Json> roles = new ArrayList<>();
        boolean placed = delegation == null;
        for (Json each : delegations().items("roles")) {
            if (!(each instanceof Json.Members other) || !other.text("name").equals(role)) {
                roles.add(each);
            } else if (delegation != null) {
                roles.add(delegation);
                placed = true;
            }
        }
        if (!placed && delegation != null) {
            roles.add(delegation);
        }
        return roles;
    }

    /** Keys that no role has any more go. */
    private TargetsDraft withDelegations(Json.Members keys, List<Json> roles) throws UpdateException {
        List<String> used = new ArrayList<>();
        for (Json each : roles) {
            if (each instanceof Json.Members role) {
                used.addAll(role.texts("keyids"));
            }
        }
        Json.Members kept = keys;
        for (String id : keys.values().keySet()) {
            kept = used.contains(id) ? kept : kept.without(id);
        }
        return new TargetsDraft(
                signed.with("delegations", Json.Members.EMPTY.with("keys", kept).with("roles", new Json.Items(roles))));
    }

    private Json.Members delegations() throws UpdateException {
        return signed.has("delegations")
                ? signed.members("delegations")
                : Json.Members.EMPTY.with("keys", Json.Members.EMPTY).with("roles", Json.Items.of(List.of()));
    }
}
