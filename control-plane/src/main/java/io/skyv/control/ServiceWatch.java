package io.skyv.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.skyv.proto.watchdog.Watchdog;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Tells the service manager, if one started this program, that it serves and is alive: its event loops and its workers get
 * round. A database that does not answer is no reason to begin anew; {@code /q/health/ready} tells that.
 */
@ApplicationScoped
class ServiceWatch {
    private final Vertx vertx;
    private volatile Optional<Watchdog> watchdog = Optional.empty();

    ServiceWatch(Vertx vertx) {
        this.vertx = vertx;
    }

    void served(@ObservesAsync HttpServerStart event) {
        Map<String, Executor> parts = new LinkedHashMap<>();
        vertx.nettyEventLoopGroup().forEach(loop -> parts.put("event loop " + parts.size(), loop));
        parts.put("the workers", this::work);
        watchdog = Optional.of(Watchdog.ready(System.getenv(), parts));
    }

    void stop(@Observes ShutdownEvent event) {
        watchdog.ifPresent(Watchdog::close);
    }

    private void work(Runnable task) {
        var _ = vertx.executeBlocking(
                () -> {
                    task.run();
                    return true;
                },
                false);
    }
}
