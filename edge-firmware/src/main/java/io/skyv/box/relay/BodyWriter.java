package io.skyv.box.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends a body in slices, no faster than its receiver takes them: what waits for a slow one is a slice, and not all of a
 * segment. On the response's event loop.
 */
final class BodyWriter {
    /** Small enough to stay in a core's cache while it is copied to the socket, large enough for one system call. */
    static final int SLICE_BYTES = 256 * 1024;

    private final HttpServerResponse response;
    private final ByteBuf body;

    private BodyWriter(HttpServerResponse response, ByteBuf body) {
        this.response = response;
        this.body = body;
    }

    /** @param pieces the body, one after the other; not to be changed any more */
    static BodyWriter send(HttpServerResponse response, byte[]... pieces) {
        BodyWriter writer = new BodyWriter(response, Unpooled.wrappedBuffer(pieces));
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(writer.body.readableBytes()));
        writer.goOn();
        return writer;
    }

    /** What the connection has not been given yet. */
    int remainingBytes() {
        return body.readableBytes();
    }

    private void goOn() {
        while (body.readableBytes() > SLICE_BYTES) {
            response.write(Buffer.buffer(body.readSlice(SLICE_BYTES)));
            if (response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> goOn());
                return;
            }
        }
        response.end(Buffer.buffer(body.readSlice(body.readableBytes())));
    }
}
