package io.skyv.ota.serve;

import io.skyv.ota.UpdateException;
import io.skyv.ota.client.Limits;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.disk.Trees;
import io.skyv.ota.metadata.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Lets through what clients would take, both one that knows what could be seen before and one that knows the first root; else
 * what could be seen before is seen still. What was let through is kept, as a client keeps it, so that after a start too nothing
 * goes back. By one thread; {@link #visible()} is for all.
 */
public final class Gate {
    private static final String TIMESTAMP_FILE = "timestamp.json";
    private static final int MAX_TRUSTED_BYTES = Limits.DEFAULT.targetsBytes();
    /** The timestamp last, which leads to the others. */
    private static final Comparator<String> WRITING_ORDER = Comparator.<String, Boolean>comparing(
                    TIMESTAMP_FILE::equals)
            .thenComparing(name -> !name.equals("root.json"))
            .thenComparing(Comparator.naturalOrder());

    private final Check check;
    private final Path state;
    private final Directory accepted;
    private volatile Visible visible;

    private Gate(Path repository, Path state, InstantSource clock) throws IOException {
        this.check = new Check(repository, clock);
        this.state = state;
        this.accepted = Directory.at(state.resolve("accepted"));
        this.visible = Visible.nothing(repository);
    }

    /**
     * With what was let through before, if it still holds.
     *
     * @param repository with metadata/ and targets/
     * @param state where it remembers
     */
    public static Gate open(Path repository, Path state, InstantSource clock) throws IOException {
        Gate gate = new Gate(repository, state, clock);
        gate.recall();
        return gate;
    }

    public Visible visible() {
        return visible;
    }

    /**
     * Looks whether there is something new.
     *
     * @return is there, and is it visible now?
     * @throws UpdateException why what is there is not let through
     */
    public boolean look() throws IOException, UpdateException {
        Optional<byte[]> timestamp = check.stored(TIMESTAMP_FILE);
        if (timestamp.isEmpty() || isVisible(timestamp.get())) {
            return false;
        }
        Directory next = copyOfAccepted();
        Visible candidate = check.all(next, check::stored, visible);
        Directory fresh = empty("fresh");
        check.firstRoot(fresh);
        check.refresh(fresh, check::stored);
        accept(next);
        visible = candidate.after(visible);
        return true;
    }

    private boolean isVisible(byte[] timestamp) throws IOException {
        return visible.timestamp().isPresent()
                && Arrays.equals(visible.timestamp().get().bytes(), timestamp)
                && check.stored((visible.rootVersion() + 1) + ".root.json").isEmpty();
    }

    private void recall() throws IOException {
        Optional<byte[]> timestamp = accepted.read(TIMESTAMP_FILE, MAX_TRUSTED_BYTES);
        if (timestamp.isEmpty()) {
            return;
        }
        try {
            Check.Source asAccepted = name -> name.equals(TIMESTAMP_FILE)
                    ? timestamp
                    : name.endsWith("." + Role.ROOT + ".json") ? Optional.empty() : check.stored(name);
            visible = check.all(copyOfAccepted(), asAccepted, visible);
        } catch (UpdateException e) {
            // Expired, or no longer all there: nobody would take it, and the next look says what is wrong.
        }
    }

    private Directory copyOfAccepted() throws IOException, UpdateException {
        Directory next = empty("next");
        List<String> names = roles(accepted);
        if (names.isEmpty()) {
            check.firstRoot(next);
        }
        for (String name : names) {
            next.replace(name, accepted.read(name, MAX_TRUSTED_BYTES).orElseThrow());
        }
        return next;
    }

    private void accept(Directory next) throws IOException {
        for (String name : roles(next)) {
            accepted.replace(name, next.read(name, MAX_TRUSTED_BYTES).orElseThrow());
        }
    }

    private Directory empty(String name) throws IOException {
        Path directory = state.resolve(name);
        Trees.delete(directory);
        return Directory.at(directory);
    }

    private static List<String> roles(Directory directory) throws IOException {
        return directory.names().stream()
                .filter(name -> name.endsWith(".json"))
                .sorted(WRITING_ORDER)
                .toList();
    }
}
