package io.skyv.control;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.skyv.control.database.CannotStartException;
import io.skyv.control.identity.maker.MakerCommand;
import io.skyv.control.ledger.store.LedgerCommand;
import io.skyv.control.projection.store.ProjectionsCommand;
import io.skyv.guard.GuardEveryConnection;
import java.util.Arrays;
import java.util.List;

/** What the command line asks for. */
@QuarkusMain
public final class Main {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String HELP = """
            Usage: java -jar quarkus-run.jar            serves
                   java -jar quarkus-run.jar maker …    the development maker; maker --help says more
                   java -jar quarkus-run.jar projections rebuild
                                                        makes what pages and REST show anew from the journal
                   java -jar quarkus-run.jar ledger hand-over
                                                        lets the standby write at once, and the other one follow
                   java -jar quarkus-run.jar ledger check
                                                        does all again that the journal says, and tells the state's hash
                   java -jar quarkus-run.jar --help
                   java -jar quarkus-run.jar --version

            Environment (docs/configuration.md has all keys):
              SKYV_DATA           directory for everything that is kept, ./data/control by default
              SKYV_DATABASE_URL   an external PostgreSQL instead of the one that is brought along:
                                  postgresql://user:password@host:port/database
              SKYV_HTTP_HOST      address to listen on, 127.0.0.1 by default
              SKYV_HTTP_PORT      plain HTTP: page and REST, 8080 by default
              SKYV_HTTPS_PORT     HTTPS: the same, and gRPC for boxes, 8443 by default
            """;

    Main() {}

    public static void main(String... args) {
        List<String> words = Arrays.asList(args);
        String first = words.isEmpty() ? "" : words.getFirst();
        int status = switch (first) {
            case "" -> serve();
            case "projections" -> ProjectionsCommand.run(words.subList(1, words.size()));
            case "ledger" -> LedgerCommand.run(words.subList(1, words.size()));
            case "maker" -> MakerCommand.run(words.subList(1, words.size()));
            case "--help", "-h", "help" -> say(HELP.stripTrailing(), OK);
            case "--version" -> say("SKYV control plane " + BuildInfo.version(), OK);
            default -> {
                System.err.println("Unknown: " + String.join(" ", words));
                System.err.print(HELP);
                yield MISUSED;
            }
        };
        System.exit(status);
    }

    private static int serve() {
        GuardEveryConnection.enable();
        try (Serving serving = Serving.prepare()) {
            return serving.run();
        } catch (CannotStartException e) {
            System.err.println("The control plane cannot start. " + e.getMessage());
            return FAILED;
        }
    }

    private static int say(String text, int status) {
        System.out.println(text);
        return status;
    }
}
