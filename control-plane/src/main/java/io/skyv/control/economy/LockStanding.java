package io.skyv.control.economy;

/**
 * Money on its way out.
 *
 * @param ofPool whether it came out of a transcoder's pool; else out of a box's bond
 * @param from the transcoder or the box
 * @param micros micro-SKYV; 0 once the lock is gone
 * @param opensRound from this round on it can be withdrawn
 */
public record LockStanding(
        long number, String owner, boolean ofPool, String from, long micros, long madeRound, long opensRound) {
    static LockStanding of(Lock lock, boolean there) {
        Position position = lock.position;
        Box box = lock.box;
        String from = position != null ? position.pool.transcoder : box != null ? box.id : "";
        return new LockStanding(
                lock.number,
                lock.owner,
                position != null,
                from,
                there ? lock.micros : 0,
                lock.madeRound,
                lock.opensRound);
    }
}
