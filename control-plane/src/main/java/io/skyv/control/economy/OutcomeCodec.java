package io.skyv.control.economy;

import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.MalformedException;
import java.nio.ByteBuffer;

/** The byte form of outcomes, {@code docs/ledger-encoding.md}. */
public final class OutcomeCodec {
    static final String DOMAIN = "skyv-outcome-v2";
    private static final int APPLIED = 1;
    private static final int REFUSED = 2;

    /** Bytes of a packed outcome at most. */
    public static final int MAX_PACKED_BYTES = 1 + 4 * 9;

    private static final int PACKED_APPLIED = 0;

    private OutcomeCodec() {}

    public static byte[] encode(Outcome outcome) {
        CanonicalWriter out = new CanonicalWriter(DOMAIN);
        write(out, outcome);
        return out.toBytes();
    }

    /** How many {@link #write} writes of it. */
    public static int bytes(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied _ -> 1 + 4 * Long.BYTES;
            case Outcome.Refused _ -> 2;
        };
    }

    public static Outcome decode(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
        Outcome outcome = read(in);
        in.end();
        return outcome;
    }

    /** As part of something else. */
    public static void write(CanonicalWriter out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Applied applied ->
                out.u8(APPLIED)
                        .u64(applied.movedMicros())
                        .u64(applied.mintedMicros())
                        .u64(applied.burnedMicros())
                        .u64(applied.lock());
            case Outcome.Refused refused -> out.u8(REFUSED).u8(refused.refusal().number());
        }
    }

    /** As part of something else. */
    public static Outcome read(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        return switch (kind) {
            case APPLIED -> new Outcome.Applied(in.u64(), in.u64(), in.u64(), in.u64());
            case REFUSED -> refused(in.u8());
            default -> throw new MalformedException("unknown outcome " + kind);
        };
    }

    /** In as few bytes as it needs, for where millions are remembered. */
    public static void pack(ByteBuffer out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Applied applied -> {
                out.put((byte) PACKED_APPLIED);
                packNumber(out, applied.movedMicros());
                packNumber(out, applied.mintedMicros());
                packNumber(out, applied.burnedMicros());
                packNumber(out, applied.lock());
            }
            case Outcome.Refused refused -> out.put((byte) refused.refusal().number());
        }
    }

    /** Reads what {@link #pack} wrote, and no more. */
    public static Outcome unpack(ByteBuffer in) throws MalformedException {
        int first = next(in);
        return first == PACKED_APPLIED
                ? new Outcome.Applied(unpackNumber(in), unpackNumber(in), unpackNumber(in), unpackNumber(in))
                : refused(first);
    }

    /** Seven bits a byte, the lowest first; all bytes but the last have their highest bit set (LEB128). */
    private static void packNumber(ByteBuffer out, long value) {
        long left = value;
        while (left > 0x7f) {
            out.put((byte) (left | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
    }

    private static int next(ByteBuffer in) throws MalformedException {
        if (!in.hasRemaining()) {
            throw new MalformedException("an outcome ends too early");
        }
        return in.get();
    }

    private static long unpackNumber(ByteBuffer in) throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            long next = next(in);
            value |= (next & 0x7f) << shift;
            if (next > 0 || next == 0 && shift == 0) {
                return value;
            }
            if (next == 0) {
                break;
            }
        }
        throw new MalformedException("a packed number of too many bytes");
    }

    private static Outcome refused(int number) throws MalformedException {
        Refusal refusal = Refusal.ofNumber(number);
        if (refusal == null) {
            throw new MalformedException("unknown refusal " + number);
        }
        return refusal.outcome();
    }
}
