package io.skyv.control.updates.rest;

import io.skyv.control.problem.Problem;
import io.skyv.control.problem.ProblemCode;
import io.skyv.control.updates.Updates;
import io.skyv.ota.serve.Served;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The repository's files, as any cache likes them: what never changes is kept for ever, the timestamp and what is not there for
 * a minute. What is asked most, the timestamp and the root that there is not yet, is answered from memory.
 */
@ApplicationScoped
class UpdateFiles {
    static final String FOR_EVER = "public, max-age=31536000, immutable";
    /** So long may a box be behind a cache. */
    static final String A_MINUTE = "public, max-age=60";

    private static final String PREFIX = "/updates/";
    /** Before the page's own. */
    private static final int BEFORE_OTHERS = -50;

    private static final String FILE = "skyv.updates.file";
    private static final int NOT_MODIFIED = 304;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Logger LOG = Logger.getLogger(UpdateFiles.class);

    private final Updates updates;

    UpdateFiles(Updates updates) {
        this.updates = updates;
    }

    void routes(@Observes Router router) {
        router.route(PREFIX + "*").order(BEFORE_OTHERS).handler(this::fromMemory);
        router.route(PREFIX + "*").order(BEFORE_OTHERS + 1).blockingHandler(this::fromDisk, false);
    }

    private void fromMemory(RoutingContext ctx) {
        HttpMethod method = ctx.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            ctx.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            refuse(ctx, ProblemCode.METHOD_NOT_ALLOWED, "files are read by GET and HEAD");
            return;
        }
        Optional<? extends Served> file = find(ctx.request());
        if (file.isEmpty()) {
            notFound(ctx);
        } else if (file.get() instanceof Served.Changing memory) {
            answer(ctx, memory, memory.bytes().length);
        } else {
            ctx.put(FILE, file.get()).next();
        }
    }

    private void fromDisk(RoutingContext ctx) {
        Served.Lasting file = ctx.get(FILE);
        try {
            answer(ctx, file, Files.size(file.file()));
        } catch (NoSuchFileException e) {
            notFound(ctx);
        } catch (IOException e) {
            LOG.warnf("updates: %s can't be read: %s", file.file(), e);
            refuse(ctx, ProblemCode.BUSY, "the file can't be read just now");
        }
    }

    private Optional<? extends Served> find(HttpServerRequest request) {
        var visible = updates.visible();
        if (visible.isEmpty()) {
            return Optional.empty();
        }
        try {
            String path = URI.create(request.path()).getPath();
            return path == null ? Optional.empty() : visible.get().find(path.substring(PREFIX.length()));
        } catch (IllegalArgumentException notAPath) {
            return Optional.empty();
        }
    }

    private static void answer(RoutingContext ctx, Served file, long lengthBytes) {
        HttpServerRequest request = ctx.request();
        String tag = '"' + file.tag() + '"';
        HttpServerResponse response = ctx.response()
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CACHE_CONTROL, file instanceof Served.Changing ? A_MINUTE : FOR_EVER);
        if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        request.path().startsWith(PREFIX + "metadata/")
                                ? "application/json"
                                : "application/octet-stream");
        String ifRange = request.getHeader("If-Range");
        String range = ifRange == null || ifRange.equals(tag) ? request.getHeader("Range") : null;
        switch (ByteRange.of(range, lengthBytes)) {
            case ByteRange.Whole() -> send(request, response, file, 0, lengthBytes);
            case ByteRange.Part part -> {
                response.setStatusCode(206)
                        .putHeader(
                                HttpHeaders.CONTENT_RANGE,
                                "bytes " + part.first() + "-" + part.last() + "/" + lengthBytes);
                send(request, response, file, part.first(), part.lengthBytes());
            }
            case ByteRange.Outside() ->
                response.setStatusCode(RANGE_NOT_SATISFIABLE)
                        .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + lengthBytes)
                        .end();
        }
    }

    private static void send(
            HttpServerRequest request, HttpServerResponse response, Served file, long first, long length) {
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        switch (file) {
            case Served.Changing memory ->
                response.end(Buffer.buffer(Arrays.copyOfRange(memory.bytes(), (int) first, (int) (first + length))));
            case Served.Lasting disk ->
                response.sendFile(disk.file().toString(), first, length)
                        .onFailure(e -> LOG.warnf("updates: %s was not sent whole: %s", disk.file(), e));
        }
    }

    /** RFC 9110 §13.1.2: a list, or any; a weak one is as good here. */
    private static boolean isKnown(@Nullable String header, String tag) {
        if (header == null) {
            return false;
        }
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }

    private static void notFound(RoutingContext ctx) {
        ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, A_MINUTE);
        refuse(ctx, ProblemCode.NOT_FOUND, "boxes are shown no such file");
    }

    private static void refuse(RoutingContext ctx, ProblemCode code, String detail) {
        ctx.response()
                .setStatusCode(code.httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(JsonObject.mapFrom(Problem.of(code, detail)).toBuffer());
    }
}
