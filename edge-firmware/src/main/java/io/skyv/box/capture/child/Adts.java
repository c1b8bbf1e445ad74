package io.skyv.box.capture.child;

import java.util.Optional;

/**
 * The head that AAC has in transport streams (ISO/IEC 13818-7 §6.2).
 *
 * @param headBytes its length
 * @param configuration the AudioSpecificConfig an MP4 has instead (ISO/IEC 14496-3 §1.6.2.1)
 */
record Adts(int headBytes, byte[] configuration) {
    static final int MOST_BYTES = 9;
    private static final int LOW_COMPLEXITY = 2;

    /** Empty unless {@code head} begins a frame of AAC-LC with a single block. */
    static Optional<Adts> parse(byte[] head) {
        if (head.length < MOST_BYTES || (head[0] & 0xff) != 0xff || (head[1] & 0xf6) != 0xf0) {
            return Optional.empty();
        }
        int objectType = (head[2] >> 6 & 3) + 1;
        int frequency = head[2] >> 2 & 0xf;
        int channels = (head[2] & 1) << 2 | (head[3] >> 6 & 3);
        boolean oneBlock = (head[6] & 3) == 0;
        if (objectType != LOW_COMPLEXITY || channels == 0 || !oneBlock) {
            return Optional.empty();
        }
        boolean checked = (head[1] & 1) == 0;
        int config = objectType << 11 | frequency << 7 | channels << 3;
        return Optional.of(new Adts(checked ? 9 : 7, new byte[] {(byte) (config >> 8), (byte) config}));
    }
}
