package io.skyv.control.economy;

import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The byte form of all that the economics remember, as records in one order, {@code docs/ledger-encoding.md}: equal
 * states have equal records, whatever led to them.
 */
final class SnapshotWriter {
    static final String DOMAIN = "skyv-state-v1";
    static final int HEAD = 1;
    static final int ACCOUNT = 2;
    static final int POOL = 3;
    static final int POSITION = 4;
    static final int SEAT = 5;
    static final int BOX = 6;
    static final int LOCK = 7;
    static final int GRANT = 8;
    static final int OFFENCE = 9;
    static final int END = 10;

    private final State state;
    private final Consumer<byte[]> records;
    private long written;

    private SnapshotWriter(State state, Consumer<byte[]> records) {
        this.state = state;
        this.records = records;
    }

    static void write(State state, Consumer<byte[]> records) {
        new SnapshotWriter(state, records).write();
    }

    /** SHA-256 over the records, each with its length before it as 32 bits. */
    static Digest hash(State state) {
        MessageDigest sha = Digest.newSha256();
        write(state, bytes -> {
            for (int shift = 24; shift >= 0; shift -= 8) {
                sha.update((byte) (bytes.length >>> shift));
            }
            sha.update(bytes);
        });
        return Digest.of(sha.digest());
    }

    private void write() {
        head();
        for (Account account : sorted(state.money.accounts, account -> account.liquidMicros != 0)) {
            put(record(ACCOUNT).string(account.id).u64(account.liquidMicros));
        }
        sorted(state.pools, _ -> true).forEach(this::pool);
        for (Seat seat : state.seats) {
            put(record(SEAT)
                    .string(seat.pool.transcoder)
                    .u64(seat.notedMicros)
                    .bool(seat.byLot)
                    .bool(seat.available));
        }
        sorted(state.boxes, box -> !box.isBlank()).forEach(this::box);
        new TreeMap<>(state.locks).values().forEach(this::lock);
        sorted(state.grants, _ -> true).forEach(this::grant);
        for (String offence : state.offences.stream().sorted().toList()) {
            put(record(OFFENCE).string(offence));
        }
        put(record(END).u64(written));
    }

    private static CanonicalWriter record(int kind) {
        return new CanonicalWriter(DOMAIN).u8(kind);
    }

    private void put(CanonicalWriter record) {
        written++;
        records.accept(record.toBytes());
    }

    private static <T> List<T> sorted(Map<String, T> map, Predicate<T> kept) {
        List<Map.Entry<String, T>> entries = new ArrayList<>(map.size());
        for (Map.Entry<String, T> entry : map.entrySet()) {
            if (kept.test(entry.getValue())) {
                entries.add(entry);
            }
        }
        // ids are ASCII, of which the order of chars is that of bytes
        entries.sort(Map.Entry.comparingByKey(Comparator.naturalOrder()));
        return entries.stream().map(Map.Entry::getValue).toList();
    }

    private void head() {
        CanonicalWriter out = record(HEAD).u64(state.round).u64(state.money.supplyMicros());
        out.u64(state.inflationPpb).u64(state.mintableMicros);
        OperationCodec.writeParameters(out, state.parameters);
        out.u8(state.changes.size());
        state.changes.forEach((parameter, value) -> out.u8(parameter.ordinal()).u64(value));
        put(out.u64(state.registrations)
                .u64(state.lastLock)
                .u64(state.notedMicros)
                .u64(state.money.burnedMicros()));
    }

    private void pool(Pool pool) {
        CanonicalWriter out = record(POOL).string(pool.transcoder).u64(pool.registration);
        out.u64(pool.priceMicros).u64(pool.nextPriceMicros);
        out.u64(pool.blockRewardCutPpm).u64(pool.feeSharePpm);
        Pool.Notice notice = pool.notice;
        out.bool(notice != null);
        if (notice != null) {
            out.u64(notice.blockRewardCutPpm()).u64(notice.feeSharePpm()).u64(notice.dueRound());
        }
        out.bool(pool.resigned).i64(pool.jailedUntil).u64(pool.stakeMicros);
        big(big(out, pool.shares), pool.feeFactor).u64(pool.unclaimedFeesMicros);
        put(out);
        for (Position position : sorted(pool.positions, one -> !one.isBlank())) {
            CanonicalWriter of = record(POSITION).string(position.delegator);
            big(big(of, position.shares), position.lastFactor);
            put(of.u64(position.feesMicros).u64(position.pendingMicros));
        }
    }

    private void box(Box box) {
        CanonicalWriter out = record(BOX).string(box.id).bool(box.owner != null);
        if (box.owner != null) {
            out.string(box.owner);
        }
        out.u64(box.bondMicros);
        out.bool(box.seen).u64(box.capacityKbps).u64(box.onlineSeconds).bool(box.qualified);
        put(out.bool(box.counted).u64(box.heads).u64(box.headsOf).u64(box.burnedMicros));
    }

    private void lock(Lock lock) {
        CanonicalWriter out = record(LOCK).u64(lock.number).string(lock.owner);
        if (lock.position != null) {
            out.bool(true).string(lock.position.pool.transcoder);
        } else if (lock.box != null) {
            out.bool(false).string(lock.box.id);
        }
        put(out.u64(lock.micros).u64(lock.madeRound).u64(lock.opensRound));
    }

    private void grant(Escrow grant) {
        CanonicalWriter out = record(GRANT);
        OperationCodec.writeGrant(out, grant.terms);
        out.u64(grant.protocolFeePpm).u64(grant.closesRound).u64(grant.settledBytes);
        put(out.u64(grant.index).digest(grant.preimage));
    }

    /** Its length as 32 bits, then its bytes without zeros before them. */
    private static CanonicalWriter big(CanonicalWriter out, BigInteger value) {
        byte[] bytes = value.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return out.u32(bytes.length - from).raw(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
