package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.client.FlooredClock;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.Demand;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.RootDraft;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code skyv release}: releases made by people. Each command says what it does before it does it, and what comes next. It ends
 * with 0 if it was done, 1 if it could not be, 2 if it was asked for something that there is not.
 */
public final class ReleaseCommand {
    static final String USAGE = """
        release key FILE [--token LABEL]                     make a key, under a passphrase or in a PKCS#11 token
        release init DIR --root KEY… --threshold N --targets KEY… --online KEY
        release add DIR IMAGE PATH --version X.Y.Z --profiles BOARD… --components NAME=VERSION… --sbom FILE
            --notes LANGUAGE=FILE… [--minimum X.Y.Z] [--counter N] [--deltas N] [--role ROLE]
                                                             a release into the directory PATH of the next targets: image,
                                                             deltas from the last N releases (3), manifest
        release add DIR FILE PATH [--role ROLE]              a file, as it is
        release remove DIR PATH [--role ROLE]                a file that is listed no more
        release delegate DIR ROLE --keys KEY… --paths PATTERN… [--threshold N]   let a maker sign for its boards
        release revoke DIR ROLE                              take that back
        release rotate DIR ROLE [--remove KEY…] [--add KEY…] [--threshold N]   who signs root, targets, snapshot, timestamp;
                                                             with neither, a root with a new date
        release sign DIR ROLE --key KEY                      your signature under a draft
        release publish DIR [--online KEY]                   what is signed, if clients will take it; without the
                                                             key, the control plane is asked to
        release renew DIR --online KEY                       the timestamp's date alone
        release show DIR                                     what is published, and what waits for whom
        KEY is a key file; of keys that are only named, the public half is enough, and for --remove their id.\
        """;

    private final Path base;
    private final PrintStream out;
    private final InstantSource clock;
    private final Keys keys;
    private final TargetsCommands targets;

    private ReleaseCommand(
            Path base, PrintStream out, InstantSource clock, Keys.Passphrases passphrases, Optional<Path> token) {
        this.keys = new Keys(base, out, passphrases, token);
        this.targets = new TargetsCommands(base, out, keys);
        this.base = base;
        this.out = out;
        this.clock = clock;
    }

    public static void main(String[] args) {
        System.exit(run(
                args,
                Path.of(""),
                System.out,
                new FlooredClock(InstantSource.system(), BuildDay.read()),
                new TerminalPassphrases(),
                Optional.ofNullable(System.getenv(Keys.TOKEN)).map(Path::of)));
    }

    /**
     * @param base what relative paths are relative to
     * @param token a PKCS#11 token's configuration
     */
    static int run(
            String[] args,
            Path base,
            PrintStream out,
            InstantSource clock,
            Keys.Passphrases passphrases,
            Optional<Path> token) {
        try {
            new ReleaseCommand(base, out, clock, passphrases, token).execute(Arguments.parse(args));
            return 0;
        } catch (UpdateException e) {
            out.println("release: refused, nothing was changed. " + e.problem() + ": " + e.getMessage());
            return 1;
        } catch (NoSuchFileException e) {
            out.println("release: there is no file or directory " + e.getFile());
            return 1;
        } catch (AccessDeniedException e) {
            out.println("release: this account may not use " + e.getFile());
            return 1;
        } catch (IOException e) {
            out.println("release: " + e.getMessage());
            return 1;
        } catch (IllegalArgumentException e) {
            out.println("release: " + e.getMessage() + System.lineSeparator() + USAGE);
            return 2;
        }
    }

    private void execute(Arguments arguments) throws IOException, UpdateException {
        switch (arguments.word(0)) {
            case "key" -> keys.make(arguments);
            case "init" -> init(arguments);
            case "add" -> targets.add(workspace(arguments), arguments);
            case "remove" -> targets.remove(workspace(arguments), arguments);
            case "delegate" -> targets.delegate(workspace(arguments), arguments);
            case "revoke" -> targets.revoke(workspace(arguments), arguments);
            case "rotate" -> rotate(arguments);
            case "sign" -> sign(arguments);
            case "publish" -> publish(arguments);
            case "renew" -> renew(arguments);
            case "show" -> show(arguments);
            default -> throw new IllegalArgumentException("there is no command '" + arguments.word(0) + "'");
        }
    }

    private void init(Arguments arguments) throws IOException, UpdateException {
        arguments.allow(2, "--root", "--threshold", "--targets", "--online");
        Workspace workspace = Workspace.at(base.resolve(arguments.word(1)), clock);
        if (workspace.repository().root().isPresent()
                || !workspace.draftedRoles().isEmpty()) {
            throw new IOException(arguments.word(1) + " has a repository or drafts already; choose another directory");
        }
        List<String> rootKeys = arguments.all("--root");
        int threshold = Keys.threshold(arguments);
        out.println("Drafts the first root (" + threshold + " of " + rootKeys.size() + " keys) and empty targets.");
        workspace.begin(
                keys.publicParts(rootKeys),
                threshold,
                keys.publicParts(arguments.all("--targets")),
                keys.publicPart(arguments.one("--online")));
        ReleaseView.next(
                out,
                "release sign … root by " + threshold + " people, release sign … targets by one, then release publish");
    }

    private void rotate(Arguments arguments) throws IOException, UpdateException {
        arguments.allow(3, "--add", "--remove", "--threshold");
        Workspace workspace = workspace(arguments);
        String role = arguments.word(2);
        if (!Role.TOP_LEVEL.contains(role)) {
            throw new IOException("root says who signs root, targets, snapshot and timestamp; for " + role
                    + " release delegate does");
        }
        RootDraft draft = workspace.root();
        for (String key : arguments.list("--add")) {
            out.println("Lets the key in " + key + " sign " + role + ".");
            draft = draft.allow(role, keys.publicPart(key));
        }
        for (String key : arguments.list("--remove")) {
            String id = key.matches("[0-9a-f]{64}") ? key : SigningKey.idOf(keys.publicPart(key));
            out.println("Lets the key " + id + " sign " + role + " no more.");
            draft = draft.forbid(role, id);
        }
        if (arguments.optional("--threshold").isPresent()) {
            out.println("Wants " + Keys.threshold(arguments) + " signatures under " + role + ".");
            draft = draft.threshold(role, Keys.threshold(arguments));
        }
        out.println("Drafts root " + draft.signed().integer("version") + ", until "
                + draft.signed().text("expires") + ".");
        workspace.put(Role.ROOT, draft.checked().signed());
        if (role.equals(Role.TARGETS) && workspace.draft(role).isEmpty()) {
            workspace.put(role, workspace.targets(role).signed());
        }
        ReleaseView.next(
                out,
                "release sign … root by as many as the old root wants and as many as the new one wants, then release"
                        + " publish"
                        + (role.equals(Role.TARGETS) ? "; targets want a signature of a key that is left" : ""));
    }

    private void sign(Arguments arguments) throws IOException, UpdateException {
        arguments.allow(3, "--key");
        Workspace workspace = workspace(arguments);
        String role = arguments.word(2);
        String file = arguments.one("--key");
        checkMaySign(workspace, role, SigningKey.idOf(keys.publicPart(file)));
        out.println("Signs the draft of " + role + " with the key in " + file + ". Read it before: release show.");
        int signatures = workspace.sign(role, keys.open(file));
        out.println(role + " has " + signatures + (signatures == 1 ? " signature." : " signatures."));
        List<Demand> demands = workspace.demands(role);
        ReleaseView.demands(out, demands);
        boolean enough = !demands.isEmpty() && demands.stream().allMatch(Demand::isMet);
        ReleaseView.next(
                out,
                enough
                        ? "release publish, when all drafts are signed"
                        : "the others who must sign, then release publish");
    }

    private static void checkMaySign(Workspace workspace, String role, String id) throws IOException, UpdateException {
        List<Demand> demands = workspace.demands(role);
        if (!demands.isEmpty()
                && demands.stream().noneMatch(demand -> demand.keyIds().contains(id))) {
            throw new IOException("the key " + id + " may not sign " + role + "; those that may are "
                    + demands.stream()
                            .flatMap(demand -> demand.keyIds().stream())
                            .distinct()
                            .toList());
        }
    }

    private void publish(Arguments arguments) throws IOException, UpdateException {
        arguments.allow(2, "--online");
        Workspace workspace = workspace(arguments);
        List<String> roles = workspace.draftedRoles();
        Optional<String> online = arguments.optional("--online");
        String what = roles.isEmpty() ? "a new snapshot" : String.join(", ", roles);
        if (online.isEmpty()) {
            out.println("Asks the control plane that keeps " + arguments.word(1) + " to publish " + what + ".");
            workspace.askToPublish();
            ReleaseView.next(out, "release show tells in some seconds whether it did, and if not, why");
            return;
        }
        out.println("Publishes " + what
                + ", if a client takes it that knows what is published now, and one that knows the first root.");
        workspace.publish(OnlineKeys.of(keys.open(online.get())));
        ReleaseView.next(out, "serve the directory repository as it is; release renew before the timestamp expires");
    }

    private void renew(Arguments arguments) throws IOException, UpdateException {
        arguments.allow(2, "--online");
        Workspace workspace = workspace(arguments);
        out.println("Signs the timestamp with a new date; nothing else changes.");
        workspace.renew(OnlineKeys.of(keys.open(arguments.one("--online"))), false);
        ReleaseView.next(out, "the same again before it expires");
    }

    private void show(Arguments arguments) throws IOException, UpdateException {
        arguments.allow(2);
        Workspace workspace = workspace(arguments);
        if (workspace.repository().root().isEmpty()) {
            out.println("Nothing is published yet.");
        }
        for (Map.Entry<String, byte[]> role : workspace.repository().published().entrySet()) {
            ReleaseView.published(out, role.getKey(), role.getValue());
        }
        if (workspace.isAskedToPublish()) {
            out.println("The control plane was asked to publish the drafts and has not done so yet.");
        }
        Optional<String> refusal = workspace.refusal();
        if (refusal.isPresent()) {
            out.println("Asked to publish the drafts, the control plane refused. " + refusal.get());
        }
        for (String role : workspace.draftedRoles()) {
            ReleaseView.draft(out, role, workspace.draft(role).orElseThrow(), workspace.demands(role));
        }
    }

    /** One that is there: a name mistyped shall not look like one in which nothing is published yet. */
    private Workspace workspace(Arguments arguments) throws IOException {
        Path directory = base.resolve(arguments.word(1));
        if (!Workspace.isAt(directory)) {
            throw new IOException("there are no releases in " + arguments.word(1) + "; release init begins them");
        }
        return Workspace.at(directory, clock);
    }
}
