package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.repository.TargetsDraft;
import io.skyv.ota.repository.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is in the next targets: files, whole releases, and makers who sign for theirs. */
final class TargetsCommands {
    private static final String[] OF_A_RELEASE = {
        "--version", "--profiles", "--components", "--sbom", "--notes", "--minimum", "--counter", "--deltas", "--role"
    };

    private final Path base;
    private final PrintStream out;
    private final Keys keys;

    TargetsCommands(Path base, PrintStream out, Keys keys) {
        this.base = base;
        this.out = out;
        this.keys = keys;
    }

    void add(Workspace workspace, Arguments arguments) throws IOException, UpdateException {
        boolean whole = arguments.optional("--version").isPresent();
        arguments.allow(4, whole ? OF_A_RELEASE : new String[] {"--role"});
        String role = arguments.optional("--role").orElse(Role.TARGETS);
        checkRole(workspace, role);
        if (whole) {
            addRelease(workspace, arguments, role);
        } else {
            addFile(workspace, arguments, role);
        }
        ReleaseView.next(out, "release sign … " + role + ", then release publish; until then nobody sees it");
    }

    /** A role that nobody lets sign would be listed for ever and found by nobody. */
    private static void checkRole(Workspace workspace, String role) throws IOException, UpdateException {
        if (!role.equals(Role.TARGETS)
                && !workspace.targets(Role.TARGETS).delegates().contains(role)) {
            throw new IOException("nobody lets " + role + " sign for anything; release delegate does");
        }
    }

    private void addFile(Workspace workspace, Arguments arguments, String role) throws IOException, UpdateException {
        Path file = base.resolve(arguments.word(2));
        String path = arguments.word(3);
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory; files are added one by one");
        }
        out.println("Copies " + file + " into the repository and lists it as " + path + " in the next " + role + ".");
        TargetFile target = workspace.repository().addFile(file, path, Json.Members.EMPTY);
        TargetsDraft draft = workspace.targets(role).put(target);
        workspace.put(role, draft.signed());
        out.println(target.lengthBytes() + " bytes, sha256 " + target.hashes().preferredHex());
    }

    private void addRelease(Workspace workspace, Arguments arguments, String role) throws IOException, UpdateException {
        WholeRelease.Asked asked = ReleaseArguments.read(arguments, base);
        out.println("Makes release " + asked.version() + " of " + asked.image() + " for "
                + String.join(", ", asked.profiles().stream().sorted().toList()) + " in " + asked.directory()
                + ", and lists its files in the next " + role + ".");
        try (MakingPlace place = MakingPlace.in(base.resolve(arguments.word(1)))) {
            TargetsDraft draft =
                    new WholeRelease(workspace.repository(), place.files(), out).add(workspace.targets(role), asked);
            workspace.put(role, draft.signed());
        }
    }

    void remove(Workspace workspace, Arguments arguments) throws IOException, UpdateException {
        arguments.allow(3, "--role");
        String path = arguments.word(2);
        String role = arguments.optional("--role").orElse(Role.TARGETS);
        checkRole(workspace, role);
        TargetsDraft draft = workspace.targets(role);
        if (!draft.signed().members("targets").has(path)) {
            throw new IOException(role + " lists no " + path + "; release show tells what there is");
        }
        out.println("Lists " + path + " no more in the next " + role + ".");
        workspace.put(role, draft.remove(path).signed());
        ReleaseView.next(out, "release sign … " + role + ", then release publish; until then it is found");
    }

    void delegate(Workspace workspace, Arguments arguments) throws IOException, UpdateException {
        arguments.allow(3, "--keys", "--paths", "--threshold");
        String role = arguments.word(2);
        List<String> paths = arguments.all("--paths");
        List<String> keyFiles = arguments.all("--keys");
        int threshold = arguments.optional("--threshold").isPresent() ? Keys.threshold(arguments) : 1;
        out.println("Lets " + role + " alone sign for " + String.join(", ", paths) + " (" + threshold + " of "
                + keyFiles.size() + " keys).");
        TargetsDraft targets = workspace.targets(Role.TARGETS);
        targets.checkNobodyElseSpeaksFor(role, paths);
        workspace.put(
                Role.TARGETS,
                targets.delegate(role, keys.publicParts(keyFiles), threshold, paths, true)
                        .signed());
        if (workspace.draft(role).isEmpty()) {
            workspace.put(role, workspace.targets(role).signed()); // other keys want another signature
        }
        ReleaseView.next(
                out, "release sign … " + role + " by the maker, release sign … targets by you, then release publish");
    }

    void revoke(Workspace workspace, Arguments arguments) throws IOException, UpdateException {
        arguments.allow(3);
        String role = arguments.word(2);
        checkRole(workspace, role);
        out.println("Takes from " + role + " the right to sign anything. Its files are found no more.");
        workspace.put(Role.TARGETS, workspace.targets(Role.TARGETS).revoke(role).signed());
        ReleaseView.next(out, "release sign … targets, then release publish");
    }
}
