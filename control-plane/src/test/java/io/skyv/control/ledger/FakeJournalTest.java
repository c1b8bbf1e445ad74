package io.skyv.control.ledger;

class FakeJournalTest extends JournalContractTest {
    private final FakeJournal journal = new FakeJournal();

    @Override
    protected Journal journal() {
        return journal;
    }
}
