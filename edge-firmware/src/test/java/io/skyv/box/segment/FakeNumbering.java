package io.skyv.box.segment;

/** Numbers from wherever the test wants. */
public final class FakeNumbering implements Numbering {
    private long epoch;
    private long sequence;

    public FakeNumbering(long firstEpoch, long firstSequence) {
        epoch = firstEpoch;
        sequence = firstSequence;
    }

    @Override
    public long nextEpoch() {
        return epoch++;
    }

    @Override
    public long nextSequence() {
        return sequence++;
    }
}
