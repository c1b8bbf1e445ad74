package io.skyv.box.relay;

import io.skyv.box.meter.Refusal;
import io.skyv.box.meter.Refusal.Code;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** No request to a box has a body: one that does is not read, and its connection ends, whatever else is on it. */
final class NoBodies implements Handler<RoutingContext> {
    /** Before what the server does on its own with a body that is too large: that would be an answer without a reason. */
    static final int BEFORE_OTHERS = -100;

    private final RelayMetrics metrics;

    NoBodies(RelayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null && (length == null || length.equals("0"))) {
            ctx.next();
            return;
        }
        metrics.refused(Code.TOO_LARGE);
        ctx.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .endHandler(_ -> request.connection().close());
        Problem.send(
                ctx.response(), Refusal.of(Code.TOO_LARGE, "A box reads no bodies; send the request without one."));
    }
}
