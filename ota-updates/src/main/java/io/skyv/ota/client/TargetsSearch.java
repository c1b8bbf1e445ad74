package io.skyv.ota.client;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.metadata.Authority;
import io.skyv.ota.metadata.Delegation;
import io.skyv.ota.metadata.MetaFile;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.metadata.Targets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pre-order depth-first search through targets roles (TUF §5.6.7). */
final class TargetsSearch {
    private final TrustedSet trusted;
    private final MetadataFiles files;
    private final MetadataSource source;
    private final Limits limits;
    /** By who vouched for it, not by its name: the same role through other keys is to be proved anew. */
    private final Map<Authority, Targets> proved = new HashMap<>();

    TargetsSearch(TrustedSet trusted, MetadataFiles files, MetadataSource source, Limits limits) {
        this.trusted = trusted;
        this.files = files;
        this.source = source;
        this.limits = limits;
    }

    Optional<TargetFile> find(Authority top, String path) throws UpdateException {
        Deque<Authority> ahead = new ArrayDeque<>();
        Set<String> visited = new HashSet<>();
        ahead.push(top);
        while (!ahead.isEmpty() && visited.size() < limits.maxRoles()) {
            Authority role = ahead.pop();
            if (!visited.add(role.role())) {
                continue;
            }
            Targets targets = load(role);
            TargetFile file = targets.files().get(path);
            if (file != null) {
                return Optional.of(file);
            }
            pushDelegates(targets, path, ahead);
        }
        return Optional.empty();
    }

    /** In reverse, so that the first is popped first; behind a terminating one nobody is asked any more. */
    private static void pushDelegates(Targets targets, String path, Deque<Authority> ahead) {
        List<Authority> delegates = new ArrayList<>();
        for (Delegation delegation : targets.delegations().inOrder()) {
            Optional<String> name = delegation.roleFor(path);
            if (name.isPresent()) {
                delegates.add(new Authority(name.get(), targets.delegations().keys(), delegation.roleKeys()));
                if (delegation.terminating()) {
                    ahead.clear();
                    break;
                }
            }
        }
        delegates.reversed().forEach(ahead::push);
    }

    /** From the disk if that is what the snapshot means, else from a mirror. */
    Targets load(Authority role) throws UpdateException {
        Targets known = proved.get(role);
        if (known != null) {
            return known;
        }
        Optional<Targets> stored = recall(role);
        Targets targets = stored.isPresent() ? stored.get() : fetch(role);
        proved.put(role, targets);
        return targets;
    }

    private Optional<Targets> recall(Authority role) throws UpdateException {
        Optional<byte[]> stored = files.read(role.role(), limits.targetsBytes());
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        trusted.targetsFile(role.role());
        try {
            return Optional.of(trusted.acceptTargets(role, stored.get()));
        } catch (UpdateException e) {
            if (e.problem() == Problem.EXPIRED) {
                throw e;
            }
            return Optional.empty(); // another version, other keys, or the disk has rotted
        }
    }

    private Targets fetch(Authority role) throws UpdateException {
        MetaFile file = trusted.targetsFile(role.role());
        List<Targets> accepted = new ArrayList<>(1);
        int maxBytes = MetadataSource.bound(file, limits.targetsBytes());
        boolean consistent = trusted.root().consistentSnapshot();
        source.fetch(role.role(), file.version(), consistent, maxBytes, bytes -> {
            Targets targets = trusted.acceptTargets(role, bytes);
            files.write(role.role(), bytes);
            accepted.add(targets);
        });
        return accepted.getFirst();
    }
}
