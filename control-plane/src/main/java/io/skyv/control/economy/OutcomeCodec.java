package io.skyv.control.economy;

import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.MalformedException;

/** The byte form of outcomes, {@code docs/ledger-encoding.md}. */
public final class OutcomeCodec {
    static final String DOMAIN = "skyv-outcome-v2";
    private static final int APPLIED = 1;
    private static final int REFUSED = 2;

    private OutcomeCodec() {}

    public static byte[] encode(Outcome outcome) {
        CanonicalWriter out = new CanonicalWriter(DOMAIN);
        write(out, outcome);
        return out.toBytes();
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

    private static Outcome refused(int number) throws MalformedException {
        Refusal refusal = Refusal.ofNumber(number);
        if (refusal == null) {
            throw new MalformedException("unknown refusal " + number);
        }
        return refusal.outcome();
    }
}
