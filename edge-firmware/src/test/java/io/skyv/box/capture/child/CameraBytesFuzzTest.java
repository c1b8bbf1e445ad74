package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** H.264 and AAC as whoever pushes a stream has them. */
class CameraBytesFuzzTest {
    @FuzzTest
    void shouldReadOrLeaveToTheDecoder(byte[] bytes) {
        SequenceParameters.parse(bytes).ifPresent(CameraBytesFuzzTest::possible);
        NalUnits.sequenceParametersOfConfiguration(bytes)
                .flatMap(SequenceParameters::parse)
                .ifPresent(CameraBytesFuzzTest::possible);
        NalUnits.parametersOfPicture(bytes)
                .ifPresent(found -> assertTrue(found.length <= 2 * bytes.length, "no more than there was"));
        Adts.parse(bytes).ifPresent(head -> {
            assertTrue(head.headBytes() <= Adts.MOST_BYTES);
            assertEquals(2, head.configuration().length);
        });
    }

    private static void possible(SequenceParameters parameters) {
        assertTrue(parameters.codecName().matches("avc1\\.[0-9a-f]{6}"), parameters.codecName());
        if (parameters.playsInBrowsers()) {
            assertTrue(parameters.widthPx() <= 16_880 && parameters.heightPx() <= 16_880, parameters.toString());
        }
    }
}
