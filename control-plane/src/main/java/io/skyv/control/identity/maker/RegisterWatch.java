package io.skyv.control.identity.maker;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.skyv.control.identity.BoxRevoked;
import io.skyv.control.identity.BoxesSold;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.MalformedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Follows the register that the maker command writes, beside this process or in it. */
@ApplicationScoped
class RegisterWatch implements BoxesSold {
    private static final Logger LOG = Logger.getLogger(RegisterWatch.class);

    private final BoxRegister register;
    private final Duration period;
    private final Event<BoxRevoked> revocations;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("maker-register").factory());

    private volatile Map<BoxId, SoldBox> boxes = Map.of();
    private final Set<BoxId> told = new HashSet<>();
    private long readBytes;

    @Inject
    RegisterWatch(
            @ConfigProperty(name = "skyv.data", defaultValue = "data/control") Path data,
            @ConfigProperty(name = "skyv.maker.register-period", defaultValue = "PT1S") Duration period,
            Event<BoxRevoked> revocations) {
        this.register = new BoxRegister(data);
        this.period = period;
        this.revocations = revocations;
    }

    void start(@Observes StartupEvent event) {
        refresh();
        timer.scheduleWithFixedDelay(this::refresh, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    @Override
    public Optional<AccountId> owner(BoxId box) {
        return Optional.ofNullable(boxes.get(box)).flatMap(SoldBox::owner);
    }

    @Override
    public boolean isRevoked(BoxId box) {
        SoldBox sold = boxes.get(box);
        return sold != null && sold.revoked();
    }

    /** The register only grows, so its size says whether there is something new. An unreadable one changes nothing. */
    @Override
    public synchronized void refresh() {
        try {
            long bytes = Files.exists(register.file()) ? Files.size(register.file()) : 0;
            if (bytes == readBytes) {
                return;
            }
            boxes = register.boxes();
            readBytes = bytes;
            boxes.values().stream()
                    .filter(SoldBox::revoked)
                    .map(SoldBox::id)
                    .filter(told::add)
                    .forEach(this::tell);
        } catch (IOException | MalformedException | RuntimeException e) {
            LOG.errorf(e, "The maker's register %s cannot be read; what was known of it still holds", register.file());
        }
    }

    private void tell(BoxId box) {
        LOG.infof("%s is revoked by its maker", box);
        revocations.fire(new BoxRevoked(box));
    }
}
