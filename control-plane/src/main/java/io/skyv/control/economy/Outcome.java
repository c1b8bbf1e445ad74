package io.skyv.control.economy;

/** What the state machine answered to an operation. */
public sealed interface Outcome {
    /**
     * It was done. What each amount is of, operation by operation, stands in {@code docs/ledger-encoding.md}.
     *
     * @param movedMicros micro-SKYV that found another holder or another place
     * @param mintedMicros micro-SKYV that there were not before
     * @param burnedMicros micro-SKYV that are no more
     * @param lock number of the lock that was made; 0 if none was
     */
    record Applied(long movedMicros, long mintedMicros, long burnedMicros, long lock) implements Outcome {
        public static final Applied NOTHING_MOVED = new Applied(0, 0, 0, 0);

        public Applied {
            if (movedMicros < 0 || mintedMicros < 0 || burnedMicros < 0 || lock < 0) {
                throw new IllegalArgumentException("amounts and locks are not negative");
            }
        }

        static Applied moved(long micros) {
            return new Applied(micros, 0, 0, 0);
        }
    }

    /** It was not done, and changed nothing. */
    record Refused(Refusal refusal) implements Outcome {}
}
