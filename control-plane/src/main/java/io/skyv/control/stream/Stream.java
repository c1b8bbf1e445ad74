package io.skyv.control.stream;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import java.util.List;
import java.util.Optional;

/**
 * A stream as its source offers it.
 *
 * @param box the source
 * @param renditions the first is what a receiver gets that does not say which
 * @param ended whether the source said that no more will come
 */
public record Stream(
        StreamId id, BoxId box, String title, ManifestKey manifestKey, List<Rendition> renditions, boolean ended) {
    public static final int MAX_TITLE_CHARACTERS = 200;
    public static final int MAX_RENDITIONS = 8;

    public Stream {
        renditions = List.copyOf(renditions);
        if (!id.belongsTo(box)) {
            throw new IllegalArgumentException("stream " + id + " does not belong to " + box);
        }
        if (title.length() > MAX_TITLE_CHARACTERS) {
            throw new IllegalArgumentException("a title has at most " + MAX_TITLE_CHARACTERS + " characters");
        }
        if (title.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a title is one line, without control characters");
        }
        if (renditions.isEmpty() || renditions.size() > MAX_RENDITIONS) {
            throw new IllegalArgumentException("a stream has 1 to " + MAX_RENDITIONS + " renditions");
        }
        if (renditions.stream().map(Rendition::name).distinct().count() < renditions.size()) {
            throw new IllegalArgumentException("two renditions have the same name");
        }
    }

    public Optional<Rendition> rendition(RenditionName name) {
        return renditions.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    Stream end() {
        return new Stream(id, box, title, manifestKey, renditions, true);
    }
}
