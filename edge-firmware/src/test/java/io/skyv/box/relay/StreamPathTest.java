package io.skyv.box.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPathTest {
    @Test
    void shouldReadWhatBelongsToAllRenditionsAndWhatBelongsToOne() {
        assertEquals(
                Optional.of(new StreamPath("box-1.camera", Optional.empty(), "index.m3u8")),
                StreamPath.parse("/v1/streams/box-1.camera/index.m3u8"));
        assertEquals(
                Optional.of(new StreamPath("box-1.camera", Optional.of("main"), "7.0.m4s")),
                StreamPath.parse("/v1/streams/box-1.camera/main/7.0.m4s"));
    }

    @Test
    void shouldReadWhatWasPercentEncoded() {
        assertEquals(
                Optional.of(new StreamPath("box:1.camera", Optional.of("main"), "7.0.m4s")),
                StreamPath.parse("/v1/streams/box%3A1.camera/main/7%2E0.m4s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1/streams/",
                "/v1/streams/box-1.camera",
                "/v1/streams/box-1.camera/main/more/7.0.m4s",
                "/v1/streams/../../etc/passwd/x",
                "/v1/streams/box-1.camera/main/%zz",
                "/v2/streams/box-1.camera/index.m3u8"
            })
    void shouldFindNothingAtAnyOtherPath(String path) {
        assertTrue(StreamPath.parse(path).isEmpty());
    }

    /** So that nothing of another stream is reached: ids are judged by what they are once decoded. */
    @Test
    void shouldLeaveWhatIsDecodedInItsPlace() {
        assertEquals(
                Optional.of(new StreamPath("../x", Optional.of("main"), "index.m3u8")),
                StreamPath.parse("/v1/streams/..%2Fx/main/index.m3u8"));
    }
}
