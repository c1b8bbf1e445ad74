package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.proto.id.RenditionName;
import java.util.List;
import java.util.stream.Collectors;

/** The playlist of a stream whose source says of its renditions what it likes. */
class PlaylistFuzzTest {
    @FuzzTest
    void shouldHaveNothingInItButItsRenditions(FuzzedDataProvider data) {
        OfferedRendition rendition;
        try {
            rendition = new OfferedRendition(
                    new RenditionName(data.consumeString(8)),
                    data.consumeLong(),
                    data.consumeString(40),
                    data.consumeInt(),
                    data.consumeInt(),
                    data.consumeDouble());
        } catch (IllegalArgumentException refused) {
            return;
        }
        List<String> lines =
                MultivariantPlaylist.of(List.of(rendition), "").lines().toList();
        assertEquals(5, lines.size());
        assertEquals(rendition.name() + "/index.m3u8", lines.getLast());
        assertTrue(
                lines.get(3)
                        .matches("#EXT-X-STREAM-INF:BANDWIDTH=[0-9]+(,CODECS=\"[^\"]+\")?"
                                + "(,RESOLUTION=[0-9]+x[0-9]+)?(,FRAME-RATE=[0-9]+\\.[0-9]{3})?"),
                () -> lines.stream().collect(Collectors.joining("\n")));
    }
}
