package io.skyv.proto.sign;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Writes the one byte form of something that is signed or hashed: the domain in ASCII (with its version, as in
 * {@code skyv-grant-v1}), a zero byte, then the fields in order. Integers are big-endian and of fixed width; a string is
 * its length in UTF-8 bytes as 16 bits, then those bytes; a digest stands as it is.
 */
public final class CanonicalWriter {
    private static final int MAX_STRING_BYTES = 0xffff;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public CanonicalWriter(String domain) {
        out.writeBytes(domain.getBytes(StandardCharsets.US_ASCII));
        out.write(0);
    }

    public CanonicalWriter u8(int value) {
        return integer(value, 1);
    }

    public CanonicalWriter u32(long value) {
        return integer(value, 4);
    }

    /** A count from 0 to 2⁶³ − 1. */
    public CanonicalWriter u64(long value) {
        return integer(value, 8);
    }

    public CanonicalWriter string(String value) {
        byte[] utf8 = utf8(value);
        if (utf8.length > MAX_STRING_BYTES) {
            throw new IllegalArgumentException("a string of " + utf8.length + " bytes is over " + MAX_STRING_BYTES);
        }
        integer(utf8.length, 2);
        out.writeBytes(utf8);
        return this;
    }

    public CanonicalWriter digest(Digest value) {
        out.writeBytes(value.bytes());
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    /** Unlike {@link String#getBytes}, refuses half a surrogate pair: as a '?' it would be another string's bytes. */
    private static byte[] utf8(String value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a string is not Unicode text", e);
        }
    }

    private CanonicalWriter integer(long value, int bytes) {
        if (value < 0 || (bytes < 8 && value >>> (8 * bytes) != 0)) {
            throw new IllegalArgumentException(value + " does not fit in " + bytes + " unsigned bytes");
        }
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }
}
