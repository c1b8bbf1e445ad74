package io.skyv.together;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An FLV file, tag by tag (Adobe's Flash Video File Format 10.1, annex E): what RTMP carries. */
final class Flv {
    private static final int HEADER_BYTES = 9;
    private static final int BACK_POINTER_BYTES = 4;
    private static final int TAG_HEADER_BYTES = 11;

    private Flv() {}

    /**
     * @param type 8 sound, 9 picture, 18 metadata
     * @param atMillis when it is decoded
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tag(int type, int atMillis, byte[] body) {
        static final int SOUND = 8;
        static final int PICTURE = 9;

        /** Whether it says how to decode, instead of being something to decode. */
        boolean isHeader() {
            return (type == PICTURE || type == SOUND) && body.length > 1 && body[1] == 0;
        }

        boolean isPicture() {
            return type == PICTURE && !isHeader() && body.length > 1 && body[1] == 1;
        }
    }

    static List<Tag> read(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        all.position(HEADER_BYTES + BACK_POINTER_BYTES);
        List<Tag> tags = new ArrayList<>();
        while (all.remaining() > TAG_HEADER_BYTES) {
            int typeAndSize = all.getInt();
            int time = all.getInt(); // 24 bits, and above them 8 in the last byte
            all.position(all.position() + 3);
            byte[] body = new byte[typeAndSize & 0xFF_FFFF];
            all.get(body);
            all.position(all.position() + BACK_POINTER_BYTES);
            tags.add(new Tag(typeAndSize >>> 24 & 0x1F, (time & 0xFF) << 24 | time >>> 8, body));
        }
        return List.copyOf(tags);
    }
}
