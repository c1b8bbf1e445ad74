package io.skyv.box.upstream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What another box answers: it need not be one. */
class ParentFuzzTest {
    @FuzzTest
    void shouldReadAPlaylistAndAProblemOrSayThatTheyAreNone(byte[] bytes) {
        ParentPlaylist.parse(new String(bytes, StandardCharsets.UTF_8)).ifPresent(ParentFuzzTest::followed);
        assertTrue(ParentProblem.read(bytes).due() > 0);
    }

    private static void followed(ParentPlaylist playlist) {
        assertTrue(playlist.start().sequence() >= 0);
        assertTrue(playlist.first() >= 0);
        assertTrue(playlist.hint().part() >= 0);
    }
}
