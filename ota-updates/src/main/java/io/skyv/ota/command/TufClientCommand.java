package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.client.FlooredClock;
import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.HttpTransport;
import io.skyv.ota.metadata.TargetFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code skyv tuf-client}, the command line by which the TUF conformance suite drives clients. It ends with 0 if all was
 * done, else with 1.
 */
public final class TufClientCommand {
    static final String USAGE = """
        tuf-client --metadata-dir DIR init ROOT_FILE
        tuf-client --metadata-dir DIR --metadata-url URL refresh
        tuf-client --metadata-dir DIR --metadata-url URL --target-name PATH [--target-name PATH]… \
        --target-dir DIR --target-base-url URL download\
        """;

    /**
     * No clock that is right is before it. A box has a later floor, the day its firmware was made; repositories of February
     * 2025 are in the suite, to be read at their time.
     */
    static final Instant FLOOR = Instant.parse("2025-01-01T00:00:00Z");

    private final Map<String, String> options = new HashMap<>();
    private final List<String> targetNames = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final PrintStream out;

    private TufClientCommand(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.err));
    }

    /** @return the exit code */
    static int run(String[] args, PrintStream out) {
        try {
            TufClientCommand command = new TufClientCommand(out);
            command.parse(args);
            command.execute();
            return 0;
        } catch (UpdateException e) {
            out.println("tuf-client: " + e.problem() + ": " + e.getMessage());
        } catch (IOException e) {
            out.println("tuf-client: " + e);
        } catch (IllegalArgumentException e) {
            out.println("tuf-client: " + e.getMessage() + System.lineSeparator() + USAGE);
        }
        return 1;
    }

    private void parse(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--metadata-dir", "--metadata-url", "--target-dir", "--target-base-url", "--target-name" -> {
                    String option = args[i];
                    i++;
                    if (i == args.length) {
                        throw new IllegalArgumentException(option + " needs a value");
                    }
                    if (option.equals("--target-name")) {
                        targetNames.add(args[i]);
                    } else {
                        options.put(option, args[i]);
                    }
                }
                default -> words.add(args[i]);
            }
        }
    }

    private void execute() throws IOException, UpdateException {
        String command = words.isEmpty() ? "" : words.getFirst();
        Directory metadata = Directory.at(Path.of(required("--metadata-dir")));
        try (Directory.Lock alone = metadata.lock()) {
            execute(command, metadata);
        }
    }

    private void execute(String command, Disk metadata) throws IOException, UpdateException {
        switch (command) {
            case "init" -> init(metadata);
            case "refresh" -> client(metadata, required("--metadata-url")).refresh();
            case "download" -> download(metadata);
            default -> throw new IllegalArgumentException("there is no command '" + command + "'");
        }
    }

    private void init(Disk metadata) throws IOException, UpdateException {
        if (words.size() != 2) {
            throw new IllegalArgumentException("init needs the file of a root");
        }
        TufClient.init(metadata, Files.readAllBytes(Path.of(words.get(1))));
    }

    private void download(Disk metadata) throws IOException, UpdateException {
        if (targetNames.isEmpty()) {
            throw new IllegalArgumentException("download needs a --target-name");
        }
        Disk directory = Directory.at(Path.of(required("--target-dir")));
        TufClient.Refreshed repository =
                client(metadata, required("--target-base-url")).refresh();
        for (String name : targetNames) {
            TargetFile target = repository
                    .find(name)
                    .orElseThrow(() -> new UpdateException(
                            Problem.NO_SUCH_TARGET, "no role that may speak for \"" + name + "\" knows it"));
            out.println(name + " is in " + repository.download(target, directory));
        }
    }

    private TufClient client(Disk metadata, String targetsUrl) {
        FetchLimits limits = FetchLimits.DEFAULT;
        return new TufClient(
                metadata,
                List.of(new Mirror(required("--metadata-url"), targetsUrl)),
                new HttpTransport(limits),
                new BoundedBytes(limits, System::nanoTime),
                new FlooredClock(InstantSource.system(), FLOOR),
                Limits.DEFAULT);
    }

    private String required(String option) {
        String value = options.get(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return value;
    }
}
