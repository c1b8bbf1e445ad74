package io.skyv.box.relay;

import io.skyv.box.meter.Refusal;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** A refusal as {@code application/problem+json} (RFC 9457): the one place where codes become HTTP answers. */
final class Problem {
    private static final String RETRY_SECONDS = "1";
    private static final String SLOW_DOWN_SECONDS = Long.toString(ForgedGrants.PERIOD_MILLIS / 1000);

    private Problem() {}

    static void send(HttpServerResponse response, Refusal refusal) {
        if (response.ended() || response.closed()) {
            return;
        }
        Refusal.Code code = refusal.code();
        JsonObject body = new JsonObject()
                .put("type", "urn:skyv:problem:" + code.text())
                .put("title", code.title())
                .put("status", code.status())
                .put("detail", refusal.detail())
                .put("code", code.text());
        refusal.due().ifPresent(due -> body.put("due", due));
        refusal.paid().ifPresent(paid -> body.put("paid", paid));
        if (code == Refusal.Code.NOT_READY || code == Refusal.Code.BITRATE_EXCEEDED) {
            response.putHeader("Retry-After", RETRY_SECONDS);
        }
        if (code == Refusal.Code.SLOW_DOWN) {
            response.putHeader("Retry-After", SLOW_DOWN_SECONDS);
        }
        response.setStatusCode(code.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toBuffer());
    }
}
