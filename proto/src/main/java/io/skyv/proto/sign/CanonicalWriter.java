package io.skyv.proto.sign;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the one byte form of something that is signed or hashed: the domain in ASCII (with its version, as in
 * {@code skyv-grant-v1}), a zero byte, then the fields in order. Integers are big-endian and of fixed width; a string is
 * its length in UTF-8 bytes as 16 bits, then those bytes; a digest stands as it is.
 */
public final class CanonicalWriter {
    private static final int MAX_STRING_BYTES = 0xffff;

    private byte[] out = new byte[256];
    private int size;

    public CanonicalWriter(String domain) {
        raw(domain.getBytes(StandardCharsets.US_ASCII));
        u8(0);
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

    /** 64 bits in two's complement, for what may be negative. */
    public CanonicalWriter i64(long value) {
        return bits(value, 8);
    }

    public CanonicalWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    public CanonicalWriter string(String value) {
        byte[] utf8 = isAscii(value) ? value.getBytes(StandardCharsets.US_ASCII) : utf8(value);
        if (utf8.length > MAX_STRING_BYTES) {
            throw new IllegalArgumentException("a string of " + utf8.length + " bytes is over " + MAX_STRING_BYTES);
        }
        return integer(utf8.length, 2).raw(utf8);
    }

    public CanonicalWriter digest(Digest value) {
        return raw(value.bytes());
    }

    /** Bytes as they are. */
    public CanonicalWriter raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** Bytes written so far, the domain included. */
    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(out, size);
    }

    /** Nearly all strings are, and need no encoder. */
    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
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
        return bits(value, bytes);
    }

    private CanonicalWriter bits(long value, int bytes) {
        room(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    private void room(int bytes) {
        if (out.length - size < bytes) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, Math.addExact(size, bytes)));
        }
    }
}
