package io.skyv.control.fleet.grpc;

import io.smallrye.common.vertx.ContextLocals;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;

/**
 * Tells a session that its connection is gone. Vert.x' gRPC server tells a call that it was cancelled, but not that the
 * connection under it was closed: a box that was killed would count as online until it had been silent for too long.
 */
@ApplicationScoped
class BrokenConnections {
    private static final String SESSIONS = "/skyv.v1.BoxSession/*";
    private static final String GONE = BrokenConnections.class.getName();

    /** Before gRPC's own route. */
    private static final int BEFORE_OTHERS = -100;

    void routes(@Observes Router router) {
        router.route(SESSIONS).order(BEFORE_OTHERS).handler(BrokenConnections::watch);
    }

    private static void watch(RoutingContext ctx) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        ContextLocals.put(GONE, gone); // the call's own: gRPC goes on with this context
        ctx.response().closeHandler(gone::complete);
        ctx.next();
    }

    /** To be asked at the beginning of a call: completes when its connection, or the call, is over. */
    static CompletableFuture<Void> ofThisCall() {
        return ContextLocals.<CompletableFuture<Void>>get(GONE)
                .orElseThrow(() -> new IllegalStateException("a session that came by no route"));
    }
}
