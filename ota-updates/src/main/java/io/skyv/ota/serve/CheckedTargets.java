package io.skyv.ota.serve;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.metadata.Delegation;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.metadata.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of all targets roles, role by role. */
final class CheckedTargets {
    /** More would be a mistake, or somebody who wants to keep us busy. */
    static final int MAX_FILES = 20_000;

    private static final int MAX_LEFT_OUT = 100;

    private final TufClient.Refreshed client;
    private final Check check;
    private final Visible before;
    private final Map<String, Long> versions;
    private final Map<String, Served.Lasting> files = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** @param versions of all roles as they are now */
    CheckedTargets(TufClient.Refreshed client, Check check, Visible before, Map<String, Long> versions) {
        this.client = client;
        this.check = check;
        this.before = before;
        this.versions = versions;
    }

    /** Reads a role. */
    interface Reader {
        Targets read() throws IOException, UpdateException;
    }

    /** By the names under which they are fetched. */
    Map<String, Served.Lasting> files() {
        return files;
    }

    /** What is not shown, and why. */
    List<String> leftOut() {
        return leftOut;
    }

    /** @throws UpdateException what is new and does not hold */
    void add(String role, Reader reader) throws IOException, UpdateException {
        try {
            Targets targets = reader.read();
            checkDelegations(targets);
            for (TargetFile listed : targets.files().values()) {
                add(role, listed);
            }
        } catch (UpdateException e) {
            tolerate(role, role, e);
        }
    }

    private void add(String role, TargetFile listed) throws IOException, UpdateException {
        try {
            Optional<TargetFile> found = client.find(listed.path());
            if (found.isPresent()) {
                String name = name(found.get());
                files.put(name, check.rightTarget(name, found.get()));
            } else if (isNew(role)) {
                throw new UpdateException(
                        Problem.NO_SUCH_TARGET,
                        role + " lists " + listed.path()
                                + ", but it may not speak for that path; nobody would find it");
            }
        } catch (UpdateException e) {
            tolerate(role, listed.path(), e);
        }
        if (files.size() > MAX_FILES) {
            throw new UpdateException(Problem.TOO_LONG, "the repository has over " + MAX_FILES + " targets");
        }
    }

    /** A delegated role that does not hold ends the search of every box that comes by it. */
    private void checkDelegations(Targets targets) throws UpdateException {
        for (Delegation delegation : targets.delegations().inOrder()) {
            if (delegation instanceof Delegation.ToRole role) {
                try {
                    for (String path : role.samplePaths()) {
                        var _ = client.find(path);
                    }
                } catch (UpdateException e) {
                    tolerate(role.name(), role.name(), e);
                }
            }
        }
    }

    private void tolerate(String role, String what, UpdateException problem) throws UpdateException {
        if (isNew(role) || problem.problem() == Problem.TOO_LONG || leftOut.size() >= MAX_LEFT_OUT) {
            throw problem;
        }
        String why = what + " (" + problem.problem() + ": " + problem.getMessage() + ")";
        if (!leftOut.contains(why)) {
            leftOut.add(why);
        }
    }

    /** Before anything was seen, nothing is. */
    private boolean isNew(String role) {
        return before.timestamp().isPresent() && before.version(role) != versions.getOrDefault(role, 0L);
    }

    private static String name(TargetFile target) {
        int name = target.path().lastIndexOf('/') + 1;
        return target.path().substring(0, name) + target.hashes().preferredHex() + "."
                + target.path().substring(name);
    }
}
