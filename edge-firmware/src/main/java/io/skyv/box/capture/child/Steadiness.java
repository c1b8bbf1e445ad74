package io.skyv.box.capture.child;

/**
 * Keeps a source that comes and goes from making an epoch each time: each costs every viewer a break. After a few epochs in
 * a row that were short, a source has to last for a while before it is shown; for longer the longer this goes on.
 */
final class Steadiness {
    /** An epoch that lasted for so long was steady. */
    static final long STEADY_MICROS = 5_000_000;

    /** So many short epochs in a row are no habit yet. */
    static final int FREE = 3;

    static final long FIRST_PROOF_MICROS = 1_000_000;
    static final long LONGEST_PROOF_MICROS = 8_000_000;

    private int shortOnes;

    void epochEnded(long lengthMicros) {
        shortOnes = lengthMicros >= STEADY_MICROS ? 0 : shortOnes + 1;
    }

    /** How long a source has to deliver before it is shown, in microseconds; 0 for one that is steady. */
    long proofMicros() {
        int over = shortOnes - FREE;
        return over < 0 ? 0 : Math.min(FIRST_PROOF_MICROS << Math.min(over, 10), LONGEST_PROOF_MICROS);
    }
}
