package io.skyv.box.relay;

import io.netty.channel.DefaultFileRegion;
import io.skyv.box.store.Body;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Sends bodies from where the ring keeps them, by sendfile(2): the kernel takes them as fast as the receiver does, and
 * nothing of them is copied or waits in this process.
 */
final class BodyWriter {
    private BodyWriter() {}

    /**
     * On the response's event loop.
     *
     * @param body held for this; let go of when it is sent, or cannot be
     */
    static void send(HttpServerRequest request, Body body) {
        if (request.version() == HttpVersion.HTTP_2) {
            body.letGo();
            throw new IllegalStateException("a body cannot go past the frames of HTTP/2, which boxes do not speak");
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.length()));
        response.write(Buffer.buffer()); // the head
        ((ConnectionBase) request.connection()).writeToChannel(new BodyRegion(body));
        response.end();
    }

    private static final class BodyRegion extends DefaultFileRegion {
        private final Body body;

        BodyRegion(Body body) {
            super(body.channel(), body.offset(), body.length());
            this.body = body;
        }

        /** The channel is not closed: others are sending from it. */
        @Override
        protected void deallocate() {
            body.letGo();
        }
    }
}
