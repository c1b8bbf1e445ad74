package io.skyv.control.stream.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.skyv.control.stream.ManifestKey;
import io.skyv.control.stream.Rendition;
import io.skyv.control.stream.Stream;
import io.skyv.control.stream.StreamStore;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Streams in PostgreSQL. */
@ApplicationScoped
public class PostgresStreams implements StreamStore {
    private static final TypeReference<List<RenditionJson>> RENDITIONS = new TypeReference<>() {};

    private final ObjectMapper json;

    PostgresStreams(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public Uni<List<Stream>> all() {
        return Panache.withSession(() -> StreamRow.<StreamRow>listAll())
                .map(rows -> rows.stream().map(this::read).toList());
    }

    @Override
    public Uni<Void> keep(Stream stream) {
        StreamRow row = write(stream);
        return Panache.withTransaction(() -> Panache.getSession().chain(session -> session.merge(row)))
                .replaceWithVoid();
    }

    private StreamRow write(Stream stream) {
        StreamRow row = new StreamRow();
        row.id = stream.id().value();
        row.box = stream.box().value();
        row.title = stream.title();
        row.manifestKey = stream.manifestKey().spki();
        row.ended = stream.ended();
        try {
            row.renditions = json.writeValueAsString(
                    stream.renditions().stream().map(RenditionJson::of).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("renditions have a JSON form", e);
        }
        return row;
    }

    private Stream read(StreamRow row) {
        try {
            return new Stream(
                    new StreamId(row.id),
                    new BoxId(row.box),
                    row.title,
                    ManifestKey.of(row.manifestKey),
                    json.readValue(row.renditions, RENDITIONS).stream()
                            .map(RenditionJson::toRendition)
                            .toList(),
                    row.ended);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stream " + row.id + " has unreadable renditions", e);
        }
    }

    /** A rendition as it is kept. */
    record RenditionJson(String name, long bandwidthBps, String codecs, int widthPx, int heightPx, double frameRate) {
        static RenditionJson of(Rendition rendition) {
            return new RenditionJson(
                    rendition.name().value(),
                    rendition.bandwidthBps(),
                    rendition.codecs(),
                    rendition.widthPx(),
                    rendition.heightPx(),
                    rendition.frameRate());
        }

        Rendition toRendition() {
            return new Rendition(new RenditionName(name), bandwidthBps, codecs, widthPx, heightPx, frameRate);
        }
    }
}
