package io.skyv.ota.metadata;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** To whom a targets role delegates, in the order in which they are asked (TUF §4.5; hash bins of TAP 15). */
public record Delegations(Map<String, TufKey> keys, List<Delegation> inOrder) {
    public static final Delegations NONE = new Delegations(Map.of(), List.of());

    public Delegations {
        keys = Map.copyOf(keys);
        inOrder = List.copyOf(inOrder);
    }

    static Delegations read(Json.Members json) throws UpdateException {
        Map<String, TufKey> keys = Root.readKeys(json.members("keys"));
        if (json.has("roles") == json.has("succinct_roles")) {
            throw UpdateException.malformed("delegations have either \"roles\" or \"succinct_roles\"");
        }
        if (json.has("succinct_roles")) {
            return new Delegations(keys, List.of(Delegation.HashBins.read(json.members("succinct_roles"))));
        }
        List<Delegation> roles = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Json item : json.items("roles")) {
            if (!(item instanceof Json.Members role)) {
                throw UpdateException.malformed("a delegated role is not an object");
            }
            Delegation.ToRole delegation = Delegation.ToRole.read(role);
            if (!names.add(delegation.name())) {
                throw UpdateException.malformed("the role \"" + delegation.name() + "\" is delegated to twice");
            }
            roles.add(delegation);
        }
        return new Delegations(keys, roles);
    }
}
