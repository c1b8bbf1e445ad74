package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.skyv.box.meter.Refusal;
import io.skyv.box.store.Position;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The request line of whoever can reach the box. */
class RequestFuzzTest {
    @FuzzTest
    void shouldReadOrRefuse(byte[] bytes) {
        String target = new String(bytes, StandardCharsets.ISO_8859_1);
        QueryStringDecoder decoder;
        Optional<StreamPath> path;
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        try {
            decoder = new QueryStringDecoder(target);
            path = StreamPath.parse(decoder.rawPath());
            decoder.parameters().forEach((String name, List<String> values) -> query.add(name, values));
        } catch (IllegalArgumentException refusedByTheServer) {
            return;
        }
        path.ifPresent(found -> {
            request(query, found);
            MediaName.parse(found.name()).ifPresent(name -> addressed(name, found.name()));
        });
        reload(query);
    }

    private static void request(MultiMap query, StreamPath path) {
        switch (MediaRequest.read(query, query.get("header"), path)) {
            case MediaRequest.Reading.Read(MediaRequest read) -> {
                assertEquals(path.stream(), read.stream().value());
                read.receipt().ifPresent(receipt -> assertTrue(receipt.index() >= 0));
            }
            case MediaRequest.Reading.Unreadable(Refusal refusal) ->
                assertEquals(400, refusal.code().status());
        }
    }

    private static void addressed(MediaName name, String text) {
        String written = switch (name) {
            case MediaName.Init(long epoch) -> "init-" + epoch + ".mp4";
            case MediaName.Part(Position at) -> at.sequence() + "." + at.part() + ".m4s";
            case MediaName.Whole(long sequence) -> sequence + ".m4s";
        };
        assertEquals(text, written, "each thing has one address");
    }

    private static void reload(MultiMap query) {
        try {
            Optional<Position> wanted = BlockingReload.wanted(query.get("_HLS_msn"), query.get("_HLS_part"));
            wanted.ifPresent(position -> assertTrue(position.sequence() >= 0 && position.part() >= 0));
        } catch (IllegalArgumentException refused) {
            // as it must be
        }
    }
}
