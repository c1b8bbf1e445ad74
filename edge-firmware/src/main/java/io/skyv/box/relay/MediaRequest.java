package io.skyv.box.relay;

import io.skyv.box.meter.Refusal;
import io.skyv.box.meter.Refusal.Code;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.MalformedException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for something of a stream, read but not yet judged.
 *
 * @param token the grant itself, where it is presented
 * @param named the grant's id, where it is named
 */
record MediaRequest(
        StreamId stream,
        Optional<RenditionName> rendition,
        Optional<String> token,
        Optional<String> named,
        Optional<Receipt> receipt) {

    /** What came of reading. */
    sealed interface Reading {
        record Read(MediaRequest request) implements Reading {}

        record Unreadable(Refusal refusal) implements Reading {}
    }

    static Reading read(HttpServerRequest http, StreamPath path) {
        return read(http.params(), http.getHeader(Receipt.HEADER), path);
    }

    static Reading read(MultiMap query, @Nullable String receiptHeader, StreamPath path) {
        try {
            Optional<Receipt> receipt = receipt(query, receiptHeader);
            Optional<String> named = Optional.ofNullable(query.get("g"))
                    .or(() -> receipt.map(r -> r.grant().value()));
            return new Reading.Read(new MediaRequest(
                    new StreamId(path.stream()),
                    path.rendition().map(RenditionName::new),
                    Optional.ofNullable(query.get("grant")),
                    named,
                    receipt));
        } catch (MalformedException | IllegalArgumentException e) {
            return new Reading.Unreadable(Refusal.of(Code.MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    private static Optional<Receipt> receipt(MultiMap query, @Nullable String header) throws MalformedException {
        String index = query.get("i");
        String preimage = query.get("w");
        if (index != null || preimage != null) {
            String grant = query.get("g");
            if (index == null || preimage == null || grant == null) {
                throw new MalformedException("a receipt needs g, i and w");
            }
            return Optional.of(Receipt.parse(grant, index, preimage));
        }
        return header == null ? Optional.empty() : Optional.of(Receipt.parseHeader(header));
    }
}
