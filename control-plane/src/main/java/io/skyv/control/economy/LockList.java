package io.skyv.control.economy;

import org.jspecify.annotations.Nullable;

/** The open locks of a pool or a box, from the newest to the oldest; any of them leaves at no cost. */
final class LockList {
    private @Nullable Lock newest;

    @Nullable
    Lock newest() {
        return newest;
    }

    /** {@code lock} must be newer than all that are here. */
    void add(Lock lock) {
        lock.older = newest;
        if (newest != null) {
            newest.newer = lock;
        }
        newest = lock;
    }

    void remove(Lock lock) {
        if (lock.newer == null) {
            newest = lock.older;
        } else {
            lock.newer.older = lock.older;
        }
        if (lock.older != null) {
            lock.older.newer = lock.newer;
        }
        lock.older = null;
        lock.newer = null;
    }

    int countOf(String owner) {
        int count = 0;
        for (Lock lock = newest; lock != null; lock = lock.older) {
            count += lock.owner.equals(owner) ? 1 : 0;
        }
        return count;
    }
}
