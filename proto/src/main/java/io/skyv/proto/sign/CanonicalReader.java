package io.skyv.proto.sign;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link CanonicalWriter} wrote. Whatever it accepts is the canonical form: reading and writing again gives
 * the same bytes.
 */
public final class CanonicalReader {
    private final ByteBuffer in;

    /** @throws MalformedException if {@code bytes} do not begin with {@code domain} and a zero byte */
    public CanonicalReader(String domain, byte[] bytes) throws MalformedException {
        if (!beginsWith(domain, bytes)) {
            throw new MalformedException("does not begin with " + domain);
        }
        this.in = ByteBuffer.wrap(bytes);
        in.position(domain.length() + 1);
    }

    private static boolean beginsWith(String domain, byte[] bytes) {
        int length = domain.length();
        if (bytes.length <= length || bytes[length] != 0) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[i] != domain.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public int u8() throws MalformedException {
        return need(1).get() & 0xff;
    }

    public long u32() throws MalformedException {
        return need(4).getInt() & 0xffff_ffffL;
    }

    public long u64() throws MalformedException {
        long value = need(8).getLong();
        if (value < 0) {
            throw new MalformedException("a count is over 2^63 - 1");
        }
        return value;
    }

    /** 64 bits in two's complement. */
    public long i64() throws MalformedException {
        return need(8).getLong();
    }

    public boolean bool() throws MalformedException {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("a boolean is neither 0 nor 1");
        }
        return value == 1;
    }

    public String string() throws MalformedException {
        int length = need(2).getShort() & 0xffff;
        need(length);
        if (isAscii(in.position(), length)) {
            String ascii = new String(in.array(), in.position(), length, StandardCharsets.US_ASCII);
            in.position(in.position() + length);
            return ascii;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw(length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("a string is not UTF-8", e);
        }
    }

    /** Nearly all strings are, and need no decoder. */
    private boolean isAscii(int from, int length) {
        byte[] bytes = in.array();
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    public Digest digest() throws MalformedException {
        return Digest.owned(raw(Digest.BYTES));
    }

    /** The {@code length} bytes that come next, as they are. */
    public byte[] raw(int length) throws MalformedException {
        ByteBuffer source = need(length);
        byte[] value = new byte[length];
        source.get(value);
        return value;
    }

    /** Bytes read so far, the domain included. */
    public int position() {
        return in.position();
    }

    public void end() throws MalformedException {
        if (in.hasRemaining()) {
            throw new MalformedException(in.remaining() + " bytes too many");
        }
    }

    private ByteBuffer need(int bytes) throws MalformedException {
        if (in.remaining() < bytes) {
            throw new MalformedException("ends too early");
        }
        return in;
    }
}
