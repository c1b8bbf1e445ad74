package io.skyv.box.capture.child;

import java.util.Optional;

/**
 * What a sequence parameter set of H.264 says of its pictures (ITU-T H.264 §7.3.2.1.1).
 *
 * @param constraints the byte of constraint flags
 * @param chroma 1 is 4:2:0
 * @param progressive whether all pictures are frames
 */
record SequenceParameters(
        int profile,
        int constraints,
        int level,
        int chroma,
        int lumaBits,
        int chromaBits,
        boolean progressive,
        int widthPx,
        int heightPx) {
    private static final int BASELINE = 66;
    private static final int MAIN = 77;
    private static final int HIGH = 100;
    private static final int CONSTRAINED = 0x40;
    private static final int MACROBLOCK_PX = 16;

    /** Level 6.2 allows this in one direction (ITU-T H.264 §A.3.1); what says more is damaged. */
    private static final int MOST_PX = 16_880;

    /** Empty if it cannot be read, or means pictures that no camera makes. */
    static Optional<SequenceParameters> parse(byte[] unit) {
        try {
            return Optional.of(read(new BitReader(unit))).filter(SequenceParameters::isPossible);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty(); // cut off or made up: whoever asks then decodes, which finds out
        }
    }

    /** The decoder's name for it, RFC 6381 §3.3. */
    String codecName() {
        return String.format("avc1.%02x%02x%02x", profile, constraints, level);
    }

    /** Whether browsers play it: 8 bits, 4:2:0, no fields, a usual profile. */
    boolean playsInBrowsers() {
        boolean usual = profile == MAIN || profile == HIGH || (profile == BASELINE && (constraints & CONSTRAINED) != 0);
        return usual && chroma == 1 && lumaBits == 8 && chromaBits == 8 && progressive && evenSize();
    }

    private boolean isPossible() {
        return widthPx > 0 && heightPx > 0 && widthPx <= MOST_PX && heightPx <= MOST_PX;
    }

    private boolean evenSize() {
        return widthPx > 0 && heightPx > 0 && widthPx % 2 == 0 && heightPx % 2 == 0;
    }

    private static SequenceParameters read(BitReader bits) {
        bits.skip(8);
        int profile = bits.bits(8);
        int constraints = bits.bits(8);
        int level = bits.bits(8);
        bits.unsigned(); // id
        int chroma = 1;
        int lumaBits = 8;
        int chromaBits = 8;
        if (hasChroma(profile)) {
            chroma = bits.unsigned();
            if (chroma == 3) {
                bits.skip(1);
            }
            lumaBits += bits.unsigned();
            chromaBits += bits.unsigned();
            bits.skip(1);
            if (bits.flag()) {
                skipScalingMatrix(bits, chroma);
            }
        }
        skipPictureOrder(bits);
        bits.unsigned(); // reference frames
        bits.skip(1);
        int macroblocksAcross = bits.unsigned() + 1;
        int mapUnitsDown = bits.unsigned() + 1;
        boolean progressive = bits.flag();
        if (!progressive) {
            bits.skip(1);
        }
        bits.skip(1);
        int fields = progressive ? 1 : 2;
        int cropX = 0;
        int cropY = 0;
        if (bits.flag()) {
            cropX = (bits.unsigned() + bits.unsigned()) * (chroma == 1 || chroma == 2 ? 2 : 1);
            cropY = (bits.unsigned() + bits.unsigned()) * (chroma == 1 ? 2 : 1) * fields;
        }
        return new SequenceParameters(
                profile,
                constraints,
                level,
                chroma,
                lumaBits,
                chromaBits,
                progressive,
                macroblocksAcross * MACROBLOCK_PX - cropX,
                mapUnitsDown * fields * MACROBLOCK_PX - cropY);
    }

    private static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private static void skipScalingMatrix(BitReader bits, int chroma) {
        int lists = chroma == 3 ? 12 : 8;
        for (int list = 0; list < lists; list++) {
            if (bits.flag()) {
                skipScalingList(bits, list < 6 ? 16 : 64);
            }
        }
    }

    private static void skipScalingList(BitReader bits, int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = Math.floorMod(last + bits.signed(), 256);
            last = next == 0 ? last : next;
        }
    }

    private static void skipPictureOrder(BitReader bits) {
        bits.unsigned(); // log2_max_frame_num_minus4
        int type = bits.unsigned();
        if (type == 0) {
            bits.unsigned();
        } else if (type == 1) {
            bits.skip(1);
            bits.signed();
            bits.signed();
            int count = bits.unsigned();
            for (int i = 0; i < count; i++) {
                bits.signed();
            }
        }
    }
}
