package io.skyv.control.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Says why a body is not read whose size is told beforehand; the server itself would say nothing. */
@ApplicationScoped
class BodyLimit {
    /** Before the server's own check. */
    private static final int BEFORE_OTHERS = -100;

    private final long maxBytes;

    @Inject
    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize max) {
        this.maxBytes = max.asLongValue();
    }

    void routes(@Observes Router router) {
        router.route().order(BEFORE_OTHERS).handler(this::check);
    }

    private void check(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        if (length(request.getHeader(HttpHeaders.CONTENT_LENGTH)) <= maxBytes) {
            ctx.next();
            return;
        }
        ProblemCode code = ProblemCode.TOO_LARGE;
        Problem problem = Problem.of(code, "the body is larger than the " + maxBytes + " bytes any request needs");
        if (request.version() != HttpVersion.HTTP_2) { // which ends the stream alone
            ctx.response()
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .endHandler(_ -> request.connection().close());
        }
        ctx.response()
                .setStatusCode(code.httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(JsonObject.mapFrom(problem).toBuffer());
    }

    /** What is no number is for the server to refuse. */
    private static long length(@Nullable String header) {
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
