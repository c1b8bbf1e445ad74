package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.util.ArrayList;
import java.util.List;

/** An open grant: the money set aside for it and what of it is settled. */
final class Escrow {
    private static final int BYTES_PER_GIB_LOG2 = 30;

    final Operation.OpenGrant terms;
    /** The share of each payment that is burned: the one in force when it was granted. */
    final long protocolFeePpm;
    /** The round in which it closes by itself. */
    final long closesRound;

    final Box box;
    long leftMicros;
    long settledBytes;
    /** What the settled bytes cost, and what of that is burned. */
    long paidMicros;

    long burnedMicros;
    /** How far the hash chain is settled, and the value there. */
    long index;

    Digest preimage;

    /** Those that close in the same round, and the place among them. */
    List<Escrow> closingTogether = new ArrayList<>();

    int placeAmongThem;
    /** Whether it changed since somebody last asked. */
    boolean touched;

    Escrow(Operation.OpenGrant terms, Box box, long protocolFeePpm, long closesRound, long escrowMicros) {
        this.terms = terms;
        this.box = box;
        this.protocolFeePpm = protocolFeePpm;
        this.closesRound = closesRound;
        this.leftMicros = escrowMicros;
        this.preimage = terms.anchor();
    }

    static long escrowMicros(long maxBytes, long pricePerGiBMicros) {
        return Exact.upShift(maxBytes, pricePerGiBMicros, BYTES_PER_GIB_LOG2);
    }

    /** Everything up to {@code bytes} is settled. */
    void settle(long bytes) {
        long paid = Exact.downShift(bytes, terms.pricePerGiBMicros(), BYTES_PER_GIB_LOG2);
        leftMicros -= paid - paidMicros;
        settledBytes = bytes;
        paidMicros = paid;
        burnedMicros = Exact.up(paid, protocolFeePpm, Parameters.PPM);
        if (leftMicros < 0) {
            throw new BrokenBooksException("grant " + terms.id() + " would have " + leftMicros + " micro-SKYV left");
        }
    }
}
