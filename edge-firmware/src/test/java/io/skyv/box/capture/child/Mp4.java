package io.skyv.box.capture.child;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads as much of an MP4 as the tests want to know (ISO/IEC 14496-12). */
final class Mp4 {
    private static final int HEAD = 8;

    private Mp4() {}

    record Box(String type, ByteBuffer content) {}

    static List<Box> boxes(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        ByteBuffer left = bytes.slice();
        while (left.remaining() >= HEAD) {
            int size = left.getInt(left.position());
            byte[] type = new byte[4];
            left.get(left.position() + 4, type);
            boxes.add(new Box(
                    new String(type, StandardCharsets.US_ASCII), left.slice(left.position() + HEAD, size - HEAD)));
            left.position(left.position() + size);
        }
        return boxes;
    }

    static List<String> types(byte[] bytes) {
        return boxes(ByteBuffer.wrap(bytes)).stream().map(Box::type).toList();
    }

    /** What is in the box at the end of {@code path}, of each that is there. */
    static List<ByteBuffer> find(byte[] bytes, String... path) {
        List<ByteBuffer> found = List.of(ByteBuffer.wrap(bytes));
        for (String type : path) {
            found = found.stream()
                    .flatMap(content -> boxes(content).stream())
                    .filter(box -> box.type().equals(type))
                    .map(Box::content)
                    .toList();
        }
        return found;
    }

    /** Decoding time of the first sample of each track in a fragment, in the track's ticks. */
    static List<Long> decodeTimes(byte[] fragment) {
        return find(fragment, "moof", "traf", "tfdt").stream()
                .map(tfdt -> tfdt.getLong(4))
                .toList();
    }
}
