package io.skyv.box.capture.child;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds units in H.264 bytes, in both forms they come in (ITU-T H.264 Annex B; ISO/IEC 14496-15 §5.3.3). */
final class NalUnits {
    private static final int TYPE_MASK = 0x1f;
    private static final int FIRST_CODED_SLICE = 1;
    private static final int LAST_CODED_SLICE = 5;
    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int PICTURE_PARAMETERS = 8;
    private static final byte[] START_CODE = {0, 0, 0, 1};

    /** Bytes of an avcC before the first sequence parameter set's length. */
    private static final int AVCC_HEAD_BYTES = 6;

    private NalUnits() {}

    /** The first sequence parameter set in a decoder configuration. */
    static Optional<byte[]> sequenceParametersOfConfiguration(byte[] configuration) {
        if (configuration.length > AVCC_HEAD_BYTES + 2 && configuration[0] == 1) {
            int length = u16(configuration, AVCC_HEAD_BYTES);
            int start = AVCC_HEAD_BYTES + 2;
            return start + length > configuration.length
                    ? Optional.empty()
                    : Optional.of(Arrays.copyOfRange(configuration, start, start + length));
        }
        return inAnnexB(configuration, NalUnits::isSequenceParameters);
    }

    /** The sequence and picture parameter sets at the head of a picture in the form of Annex B, in that form. */
    static Optional<byte[]> parametersOfPicture(byte[] head) {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        boolean[] complete = {false, false};
        inAnnexB(head, unit -> {
            int type = unit[0] & TYPE_MASK;
            if (type == SEQUENCE_PARAMETERS || type == PICTURE_PARAMETERS) {
                found.writeBytes(START_CODE);
                found.writeBytes(unit);
                complete[type - SEQUENCE_PARAMETERS] = true;
            }
            return type >= FIRST_CODED_SLICE && type <= LAST_CODED_SLICE;
        });
        return complete[0] && complete[1] ? Optional.of(found.toByteArray()) : Optional.empty();
    }

    private static boolean isSequenceParameters(byte[] unit) {
        return (unit[0] & TYPE_MASK) == SEQUENCE_PARAMETERS;
    }

    private static Optional<byte[]> inAnnexB(byte[] bytes, Predicate<byte[]> wanted) {
        int start = nextStartCode(bytes, 0);
        while (start < bytes.length) {
            int next = nextStartCode(bytes, start + 3);
            byte[] unit = trimZeros(Arrays.copyOfRange(bytes, start + 3, next));
            if (unit.length > 0 && wanted.test(unit)) {
                return Optional.of(unit);
            }
            start = next;
        }
        return Optional.empty();
    }

    private static int nextStartCode(byte[] bytes, int from) {
        for (int i = from; i + 3 <= bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                return i;
            }
        }
        return bytes.length;
    }

    private static byte[] trimZeros(byte[] unit) {
        int end = unit.length;
        while (end > 0 && unit[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(unit, end);
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
