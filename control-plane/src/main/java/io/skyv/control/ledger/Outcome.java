package io.skyv.control.ledger;

/** What the ledger answered to an operation. */
public sealed interface Outcome {
    /**
     * It was done.
     *
     * @param movedMicros micro-SKYV that found a new holder: made by a genesis, set aside for a grant, earned by a
     *     receipt, given back by a close, transferred
     * @param burnedMicros micro-SKYV that are no more
     */
    record Applied(long movedMicros, long burnedMicros) implements Outcome {
        public static final Applied NOTHING_MOVED = new Applied(0, 0);

        public Applied {
            if (movedMicros < 0 || burnedMicros < 0) {
                throw new IllegalArgumentException("amounts are not negative");
            }
        }
    }

    /** It was not done, and changed nothing. */
    record Refused(Refusal refusal) implements Outcome {}
}
