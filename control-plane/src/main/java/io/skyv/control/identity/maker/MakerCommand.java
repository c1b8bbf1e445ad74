package io.skyv.control.identity.maker;

import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code maker issue|list|revoke}: what a maker does in the factory, for development. Works with or without a server. */
public final class MakerCommand {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int MISUSED = 2;

    static final String HELP = """
            Usage: maker issue --box-data DIR [--owner ACCOUNT]
                   maker list
                   maker revoke BOX

            The development maker: gives boxes their birth certificates.

              issue    makes a box's birth key and birth certificate in DIR/identity, with the certificate of
                       the network that it shall trust, and enters the box in the register of boxes sold.
                       Prints the box's id. What is there already stays.
                         --box-data DIR    data directory of the box (its SKYV_DATA)
                         --owner ACCOUNT   account that is paid for the box's work; the box's own by default
              list     the boxes sold: id, owner, when, and whether revoked
              revoke   takes a box's membership back: it is refused at once, and for good

            SKYV_DATA is the data directory of the control plane, by default ./data/control. The keys there are
            made if the control plane has not been started yet.
            """;

    private final Path data;
    private final BoxRegister register;
    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;

    /** @param data {@code $SKYV_DATA} of the control plane */
    public MakerCommand(Path data, Clock clock, PrintStream out, PrintStream err) {
        this.data = data;
        this.register = new BoxRegister(data);
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code of the process */
    public static int run(List<String> args) {
        String data = System.getenv().getOrDefault("SKYV_DATA", "data/control");
        return new MakerCommand(Path.of(data), Clock.systemUTC(), System.out, System.err).execute(args);
    }

    /** As {@link #run}, for this data directory and these streams. */
    public int execute(List<String> args) {
        try {
            return dispatch(args);
        } catch (IllegalArgumentException e) {
            err.println("maker: " + e.getMessage());
            err.println("Try 'maker --help'.");
            return MISUSED;
        } catch (IOException | MalformedException e) {
            err.println("maker: " + e.getMessage()
                    + (e instanceof IOException ? " (" + e.getClass().getSimpleName() + ")" : ""));
            return FAILED;
        }
    }

    private int dispatch(List<String> args) throws IOException, MalformedException {
        if (args.isEmpty()) {
            err.print(HELP);
            return MISUSED;
        }
        if (args.contains("--help") || args.contains("-h") || args.getFirst().equals("help")) {
            out.print(HELP);
            return OK;
        }
        List<String> rest = args.subList(1, args.size());
        return switch (args.getFirst()) {
            case "issue" -> issue(IssueOptions.parse(rest));
            case "list" -> list(rest);
            case "revoke" -> revoke(rest);
            default -> throw new IllegalArgumentException("unknown command '" + args.getFirst() + "'");
        };
    }

    private record IssueOptions(Path boxData, @Nullable AccountId owner) {
        static IssueOptions parse(List<String> args) {
            Path boxData = null;
            AccountId owner = null;
            for (int i = 0; i < args.size(); i += 2) {
                if (i + 1 == args.size()) {
                    throw new IllegalArgumentException("'" + args.get(i) + "' needs a value");
                }
                switch (args.get(i)) {
                    case "--box-data" -> boxData = Path.of(args.get(i + 1));
                    case "--owner" -> owner = new AccountId(args.get(i + 1));
                    default -> throw new IllegalArgumentException("unknown option '" + args.get(i) + "'");
                }
            }
            if (boxData == null) {
                throw new IllegalArgumentException("issue needs --box-data DIR");
            }
            return new IssueOptions(boxData, owner);
        }
    }

    private int issue(IssueOptions options) throws IOException, MalformedException {
        if (!NetworkKeys.exist(data)) {
            err.println("Making a network's keys, for development, in " + data.resolve("keys") + ".");
        }
        NetworkKeys keys = NetworkKeys.open(data, clock.instant());
        Path identity = options.boxData().resolve("identity");
        KeyFiles.makeSecretDirectory(identity);

        KeyPair birthKey = birthKey(identity);
        BoxId box = BoxId.ofBirthKey(birthKey.getPublic());
        giveCertificate(identity, keys, box, birthKey);
        giveNetwork(identity, keys);
        register(box, options.owner());
        out.println(box);
        return OK;
    }

    private KeyPair birthKey(Path identity) throws IOException, MalformedException {
        Path file = identity.resolve("birth.key");
        if (Files.exists(file)) {
            return KeyFiles.readKeyPair(file);
        }
        KeyPair made = P256.generate();
        KeyFiles.writeKeyPair(file, made);
        return made;
    }

    private void giveCertificate(Path identity, NetworkKeys keys, BoxId box, KeyPair birthKey)
            throws IOException, MalformedException {
        Path file = identity.resolve("birth.pem");
        if (Files.exists(file)) {
            X509Certificate there = KeyFiles.readCertificates(file).getFirst();
            if (there.getPublicKey().equals(birthKey.getPublic())
                    && isSignedBy(there, keys.maker().certificate())) {
                err.println(file + " is there already.");
                return;
            }
            err.println(file + " is of another maker or key, and is replaced.");
        }
        X509Certificate birth = keys.maker().issueBirth(box, birthKey.getPublic(), clock.instant());
        KeyFiles.writeCertificates(file, List.of(birth, keys.maker().certificate()));
        err.println("Made " + file + ".");
    }

    private void giveNetwork(Path identity, NetworkKeys keys) throws IOException, MalformedException {
        Path file = identity.resolve("network.pem");
        List<X509Certificate> network = List.of(keys.network().certificate());
        if (!Files.exists(file) || !KeyFiles.readCertificates(file).equals(network)) {
            KeyFiles.writeCertificates(file, network);
            err.println("Made " + file + ".");
        }
    }

    private void register(BoxId box, @Nullable AccountId owner) throws IOException, MalformedException {
        SoldBox known = register.boxes().get(box);
        if (known == null) {
            register.issued(box, clock.instant());
        } else if (known.revoked()) {
            err.println(box + " is revoked: it will not be let in.");
        }
        if (owner != null && (known == null || !owner.equals(known.boughtBy()))) {
            register.sold(box, owner, clock.instant());
            err.println("Entered " + owner + " as the owner of " + box + ".");
        }
    }

    private int list(List<String> args) throws IOException, MalformedException {
        none(args, "list");
        Map<BoxId, SoldBox> boxes = register.boxes();
        if (boxes.isEmpty()) {
            err.println("No box was sold yet.");
        }
        List<String> lines = new ArrayList<>();
        for (SoldBox box : boxes.values()) {
            String owner = box.owner().map(AccountId::value).orElse("-");
            lines.add(String.join(
                    "\t", box.id().value(), owner, box.issuedAt().toString(), box.revoked() ? "revoked" : "ok"));
        }
        lines.forEach(out::println);
        return OK;
    }

    private int revoke(List<String> args) throws IOException, MalformedException {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("revoke needs the id of a box");
        }
        none(args.subList(1, args.size()), "revoke BOX");
        BoxId box = new BoxId(args.getFirst());
        SoldBox known = register.boxes().get(box);
        if (known == null) {
            err.println("maker: " + box + " is not in " + register.file());
            return FAILED;
        }
        if (known.revoked()) {
            err.println(box + " is revoked already.");
        } else {
            register.revoked(box, clock.instant());
        }
        out.println(box);
        return OK;
    }

    private static void none(List<String> args, String what) {
        if (!args.isEmpty()) {
            throw new IllegalArgumentException("'" + args.getFirst() + "' is one too many for " + what);
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate ca) {
        try {
            certificate.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
