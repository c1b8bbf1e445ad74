package io.skyv.ota.repository;

import io.skyv.ota.UpdateException;
import io.skyv.ota.metadata.Authority;
import io.skyv.ota.metadata.Delegation;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.Root;
import io.skyv.ota.metadata.Signed;
import io.skyv.ota.metadata.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Signatures that a draft wants.
 *
 * @param by who says so, for people
 * @param has how many good ones it has
 */
public record Demand(String by, List<String> keyIds, long threshold, int has) {
    public boolean isMet() {
        return has >= threshold;
    }

    /** The root before it and the root itself (TUF §5.3.4, §5.3.5). */
    static List<Demand> ofRoot(byte[] draft, Optional<byte[]> published) throws UpdateException {
        Signed<Root> root = Signed.read(draft, Root::read);
        List<Demand> demands = new ArrayList<>();
        if (published.isPresent()) {
            Root before = Signed.read(published.get(), Root::read).role();
            demands.add(of("root " + before.version(), before.authority(Role.ROOT), root));
        } else if (root.role().version() > 1) {
            return List.of();
        }
        Demand own = of("this root", root.role().authority(Role.ROOT), root);
        if (demands.isEmpty()
                || !own.keyIds.equals(demands.getFirst().keyIds)
                || own.threshold != demands.getFirst().threshold) {
            demands.add(own);
        }
        return demands;
    }

    static List<Demand> ofTargets(byte[] draft, Optional<byte[]> rootFile) throws UpdateException {
        if (rootFile.isEmpty()) {
            return List.of();
        }
        Root root = Signed.read(rootFile.get(), Root::read).role();
        return List.of(of("root " + root.version(), root.authority(Role.TARGETS), Signed.read(draft, Targets::read)));
    }

    static List<Demand> ofDelegate(String role, byte[] draft, Optional<byte[]> topFile) throws UpdateException {
        if (topFile.isEmpty()) {
            return List.of();
        }
        Targets top = Signed.read(topFile.get(), Targets::read).role();
        List<Demand> demands = new ArrayList<>();
        for (Delegation delegation : top.delegations().inOrder()) {
            if (delegation instanceof Delegation.ToRole to && to.name().equals(role)) {
                Authority authority = new Authority(role, top.delegations().keys(), to.roleKeys());
                demands.add(of("targets " + top.version(), authority, Signed.read(draft, Targets::read)));
            }
        }
        return demands;
    }

    private static Demand of(String by, Authority authority, Signed<?> draft) {
        return new Demand(
                by, authority.roleKeys().keyIds(), authority.roleKeys().threshold(), authority.count(draft));
    }
}
