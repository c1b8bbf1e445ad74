package io.skyv.control.updates.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14.1.2, of a file of 10 bytes. */
class ByteRangeTest {
    @Test
    void shouldGiveWhatIsThere() {
        assertEquals(new ByteRange.Part(0, 0), ByteRange.of("bytes=0-0", 10));
        assertEquals(new ByteRange.Part(3, 9), ByteRange.of("bytes=3-", 10));
        assertEquals(new ByteRange.Part(3, 9), ByteRange.of("bytes=3-500", 10));
        assertEquals(new ByteRange.Part(8, 9), ByteRange.of("bytes=-2", 10));
        assertEquals(new ByteRange.Part(0, 9), ByteRange.of("bytes=-11", 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0", "bytes=999999999999999999-"})
    void shouldSayThatNothingIsThere(String range) {
        assertEquals(new ByteRange.Outside(), ByteRange.of(range, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=5-4",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=a-b",
                "bytes=1-1234567890123456789"
            })
    void shouldGiveTheWholeOfWhatItDoesNotUnderstand(String range) {
        assertEquals(new ByteRange.Whole(), ByteRange.of(range, 10));
    }

    @Test
    void shouldGiveNothingOfAnEmptyFile() {
        assertEquals(new ByteRange.Outside(), ByteRange.of("bytes=0-", 0));
        assertEquals(new ByteRange.Outside(), ByteRange.of("bytes=-1", 0));
        assertEquals(new ByteRange.Whole(), ByteRange.of(null, 0));
    }
}
