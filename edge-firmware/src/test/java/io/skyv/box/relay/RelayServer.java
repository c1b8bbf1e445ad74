package io.skyv.box.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skyv.box.meter.Meter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.URI;

/** A box's routes on a real server, on a free port of loopback. */
public final class RelayServer implements AutoCloseable {
    private final HttpServer server;
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    public RelayServer(Vertx vertx, Meter meter, StreamFinder finder) {
        Router router = Router.router(vertx);
        new RelayRoutes(meter, finder, registry).register(router);
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
