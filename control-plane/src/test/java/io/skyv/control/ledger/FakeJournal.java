package io.skyv.control.ledger;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A journal in memory that can be made to fail. */
final class FakeJournal implements Journal {
    private final NavigableMap<Long, JournalRow> rows = new TreeMap<>();
    private int failures;
    private boolean keepsBeforeFailing;
    private boolean foreignWriter;
    private Runnable beforeAppend = () -> {};

    synchronized void failNext(int times) {
        failures = times;
    }

    /** The next row is kept, but the answer is lost. */
    synchronized void loseTheNextAnswer() {
        failures = 1;
        keepsBeforeFailing = true;
    }

    synchronized void letAnotherWriterIn() {
        foreignWriter = true;
    }

    synchronized void beforeAppend(Runnable action) {
        beforeAppend = action;
    }

    @Override
    public void append(JournalRow row, LedgerChanges changes) {
        Runnable action;
        synchronized (this) {
            action = beforeAppend;
        }
        action.run();
        synchronized (this) {
            if (foreignWriter) {
                throw new JournalConflictException("another writer is at work");
            }
            JournalRow there = rows.get(row.number());
            if (failures > 0) {
                failures--;
                if (keepsBeforeFailing) {
                    rows.putIfAbsent(row.number(), row);
                }
                throw new JournalUnavailableException("no answer", new IllegalStateException());
            }
            if (there != null && !there.hash().equals(row.hash())) {
                throw new JournalConflictException("block " + row.number() + " is another one");
            }
            rows.putIfAbsent(row.number(), row);
        }
    }

    @Override
    public synchronized List<JournalRow> readAfter(long number, int limit) {
        return rows.tailMap(number, false).values().stream().limit(limit).toList();
    }

    synchronized List<JournalRow> rows() {
        return List.copyOf(rows.values());
    }

    /** Whatever it says of itself, {@code row} now lies where block {@code number} lay. */
    synchronized void replace(long number, JournalRow row) {
        rows.put(number, row);
    }

    synchronized void remove(long number) {
        rows.remove(number);
    }
}
