package io.skyv.control.updates;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.ota.UpdateException;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.RepositoryWriter.Due;
import io.skyv.ota.repository.Workspace;
import io.skyv.ota.serve.Gate;
import io.skyv.ota.serve.Keeper;
import io.skyv.ota.serve.Visible;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the directory of releases every few seconds: first, as the ledger's writer alone, publishes and renews with the
 * online keys; then lets through what is new. What fails is told once, and tried again.
 */
@ApplicationScoped
public class Updates {
    /** After the ledger has said whether it writes. */
    private static final int STARTUP_PRIORITY = 300;

    private static final Logger LOG = Logger.getLogger(Updates.class);

    private final LedgerPort ledger;
    private final InstantSource clock;
    private final UpdateMetrics metrics;
    private final Optional<Path> directory;
    private final Path state;
    private final Duration period;
    private final KeyRing keys;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("updates").factory());
    private volatile @Nullable Gate gate;
    private volatile Optional<String> notKept = Optional.empty();
    private volatile Optional<String> notShown = Optional.empty();

    Updates(SkyvConfig config, LedgerPort ledger, InstantSource clock, UpdateMetrics metrics) {
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
        this.directory = config.updates().directory();
        this.state = config.data().resolve("updates");
        this.period = config.updates().period();
        this.keys = new KeyRing(config.updates());
    }

    void start(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
        if (directory.isPresent()) {
            metrics.watch(this::visible);
            var _ = timer.scheduleWithFixedDelay(this::tick, 0, period.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    /** Is there a directory that updates are served from? */
    public boolean isServing() {
        return directory.isPresent();
    }

    /** Nothing while nothing could be let through. */
    public Optional<Visible> visible() {
        Gate now = gate;
        return now == null ? Optional.empty() : Optional.of(now.visible());
    }

    /** Why something could not be published or renewed. */
    public Optional<String> notKept() {
        return notKept;
    }

    /** Why boxes see something older than what is in the directory. */
    public Optional<String> notShown() {
        return notShown;
    }

    private void tick() {
        Path place = directory.orElseThrow();
        notKept = complaint("nothing was published or renewed", notKept, () -> keep(place));
        notShown = complaint("what is new in " + place + " is not shown", notShown, () -> look(place));
    }

    private void keep(Path place) throws IOException, UpdateException {
        if (ledger.role() != LedgerPort.Role.WRITING) {
            return;
        }
        Workspace workspace = Workspace.at(place, clock);
        Due due = workspace.repository().due();
        if (due == Due.NOTHING && !workspace.isAskedToPublish()) {
            Optional<String> refusal = workspace.refusal();
            if (refusal.isPresent()) {
                throw new IOException(refusal.get()); // until it is mended and asked for again
            }
            return;
        }
        if (keys.isEmpty()) {
            throw new IOException("SKYV_UPDATES_ONLINE_KEYS names no key, and "
                    + (due == Due.NOTHING
                            ? "release publish asks for one"
                            : "the " + due.name().toLowerCase(Locale.ROOT) + " wants to be renewed"));
        }
        Keeper.Done done = new Keeper(workspace, keys.open(clock.instant())).keep();
        LOG.infof("updates: %s in %s", done == Keeper.Done.PUBLISHED ? "published what was signed" : "renewed", place);
        metrics.kept(done);
    }

    private void look(Path place) throws IOException, UpdateException {
        Gate open = gate;
        if (open == null) {
            open = Gate.open(place.resolve("repository"), state, clock);
            gate = open;
        }
        if (open.look()) {
            Visible visible = open.visible();
            LOG.infof(
                    "updates: boxes see root %d, snapshot %d, timestamp %d until %s, %d targets",
                    visible.version(Role.ROOT),
                    visible.version(Role.SNAPSHOT),
                    visible.version(Role.TIMESTAMP),
                    visible.expires().get(Role.TIMESTAMP),
                    visible.targets().size());
            visible.leftOut().forEach(one -> LOG.warnf("updates: boxes are not shown %s", one));
        }
    }

    private interface Step {
        void run() throws IOException, UpdateException;
    }

    /** @return what is wrong now; it goes to the log when it is not what was wrong before */
    private Optional<String> complaint(String what, Optional<String> before, Step step) {
        Optional<String> now = Optional.empty();
        try {
            step.run();
        } catch (UpdateException e) {
            now = Optional.of(e.problem() + ": " + e.getMessage());
        } catch (IOException e) {
            now = Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the updates failed; they are tried again", e);
            now = Optional.of(e.toString());
        }
        if (now.isPresent() && !now.equals(before)) {
            metrics.failed();
            LOG.warnf("updates: %s, boxes see what they saw before: %s", what, now.get());
        }
        return now;
    }
}
