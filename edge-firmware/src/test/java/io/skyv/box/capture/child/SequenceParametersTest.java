package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceParametersTest {
    // Written by x264 for 640x360 at 25/s, and for interlaced 1920x1080.
    private static final String PROGRESSIVE = "6764001eacd940a02ff97011000003000100000300320f162d96";
    private static final String INTERLACED = "67640028acd94078044fde0220000003002000000643e2c5b2c0";
    private static final String TEN_BITS = "676e001ea6cd940a02ff97011000000300100000030320f162d960";

    @Test
    void shouldReadSizeAndName() {
        SequenceParameters parameters = parse(PROGRESSIVE);
        assertEquals(640, parameters.widthPx());
        assertEquals(360, parameters.heightPx());
        assertEquals("avc1.64001e", parameters.codecName());
        assertTrue(parameters.playsInBrowsers());
    }

    @Test
    void shouldRefuseWhatBrowsersDoNotPlay() {
        assertEquals(1080, parse(INTERLACED).heightPx());
        assertFalse(parse(INTERLACED).playsInBrowsers());
        assertEquals(10, parse(TEN_BITS).lumaBits());
        assertFalse(parse(TEN_BITS).playsInBrowsers());
    }

    @Test
    void shouldFindTheSetInBothForms() {
        byte[] unit = HexFormat.of().parseHex(PROGRESSIVE);
        byte[] annexB = HexFormat.of().parseHex("00000001" + PROGRESSIVE + "0000000168ebe3cb22c0" + "00000165888400");
        assertEquals(
                HexFormat.of().formatHex(unit),
                HexFormat.of()
                        .formatHex(NalUnits.sequenceParametersOfConfiguration(annexB)
                                .orElseThrow()));
        String avcC = "0164001effe1" + String.format("%04x", unit.length) + PROGRESSIVE + "01000468ebe3cb";
        assertEquals(
                HexFormat.of().formatHex(unit),
                HexFormat.of()
                        .formatHex(NalUnits.sequenceParametersOfConfiguration(
                                        HexFormat.of().parseHex(avcC))
                                .orElseThrow()));
        assertTrue(NalUnits.parametersOfPicture(annexB).isPresent());
        assertFalse(
                NalUnits.parametersOfPicture(new byte[] {0, 0, 1, 0x65, 1, 2}).isPresent());
    }

    @Test
    void shouldBearAnyBytes() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = HexFormat.of().parseHex(PROGRESSIVE);
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256);
            byte[] cut = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            try {
                SequenceParameters.parse(cut);
                NalUnits.sequenceParametersOfConfiguration(cut);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private static SequenceParameters parse(String hex) {
        return SequenceParameters.parse(HexFormat.of().parseHex(hex)).orElseThrow();
    }
}
