package io.skyv.control.economy;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.MalformedException;
import java.math.BigInteger;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link SnapshotWriter} wrote. That a snapshot is the right one its hash tells; what is refused here is what
 * no state could have written: records missing, out of order, or with money that is not the supply.
 */
final class SnapshotReader {
    /** Bytes of a number; shares and fee factors have about ten, and grow with each slashing by what was lost. */
    private static final int MAX_BIG_BYTES = 1 << 16;

    private final State state = new State(Parameters.DEFAULTS, 0);
    private long supplyMicros;
    private long burnedMicros;
    private long read;
    private int lastKind;
    private String lastId = "";
    private @Nullable Pool pool;

    private SnapshotReader() {}

    static State read(Iterator<byte[]> records) throws MalformedException {
        SnapshotReader reader = new SnapshotReader();
        while (reader.lastKind != SnapshotWriter.END) {
            if (!records.hasNext()) {
                throw new MalformedException("the snapshot ends too early");
            }
            reader.record(records.next());
        }
        if (records.hasNext()) {
            throw new MalformedException("the snapshot goes on after its end");
        }
        reader.state.money.restored(reader.supplyMicros, reader.burnedMicros);
        return reader.state;
    }

    private void record(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(SnapshotWriter.DOMAIN, bytes);
        int kind = in.u8();
        inOrder(kind);
        try {
            switch (kind) {
                case SnapshotWriter.HEAD -> head(in);
                case SnapshotWriter.ACCOUNT -> state.money.restore(id(in), in.u64());
                case SnapshotWriter.POOL -> pool(in);
                case SnapshotWriter.POSITION -> position(in);
                case SnapshotWriter.SEAT -> seat(in);
                case SnapshotWriter.BOX -> box(in);
                case SnapshotWriter.LOCK -> lock(in);
                case SnapshotWriter.GRANT -> grant(in);
                case SnapshotWriter.OFFENCE -> state.offences.add(id(in));
                case SnapshotWriter.END -> end(in);
                default -> throw new MalformedException("unknown record " + kind);
            }
        } catch (IllegalArgumentException | ArithmeticException | BrokenBooksException e) {
            throw new MalformedException("not a record: " + e.getMessage(), e);
        }
        in.end();
        read++;
    }

    /** The head first, then kinds in the order of their numbers; only positions stand among pools. */
    private void inOrder(int kind) throws MalformedException {
        boolean nextPool = kind == SnapshotWriter.POOL && lastKind == SnapshotWriter.POSITION;
        boolean orphan = kind == SnapshotWriter.POSITION && lastKind < SnapshotWriter.POOL;
        if ((kind < lastKind && !nextPool) || orphan || (lastKind == 0) != (kind == SnapshotWriter.HEAD)) {
            throw new MalformedException("record " + kind + " after record " + lastKind);
        }
        if (kind != lastKind) {
            lastId = nextPool && pool != null ? pool.transcoder : "";
        }
        lastKind = kind;
    }

    private String id(CanonicalReader in) throws MalformedException {
        String id = in.string();
        if (id.compareTo(lastId) <= 0) {
            throw new MalformedException("'" + id + "' after '" + lastId + "'");
        }
        lastId = id;
        return id;
    }

    private void head(CanonicalReader in) throws MalformedException {
        state.round = in.u64();
        supplyMicros = in.u64();
        state.inflationPpb = in.u64();
        state.mintableMicros = in.u64();
        state.parameters = OperationCodec.readParameters(in);
        int changes = in.u8();
        for (int i = 0; i < changes; i++) {
            int ordinal = in.u8();
            if (ordinal >= Parameter.values().length) {
                throw new MalformedException("unknown parameter " + ordinal);
            }
            state.changes.put(Parameter.values()[ordinal], in.u64());
        }
        state.registrations = in.u64();
        state.lastLock = in.u64();
        state.notedMicros = in.u64();
        burnedMicros = in.u64();
    }

    private void pool(CanonicalReader in) throws MalformedException {
        Pool read = new Pool(id(in), in.u64());
        read.priceMicros = in.u64();
        read.nextPriceMicros = in.u64();
        read.blockRewardCutPpm = in.u64();
        read.feeSharePpm = in.u64();
        read.notice = in.bool() ? new Pool.Notice(in.u64(), in.u64(), in.u64()) : null;
        read.resigned = in.bool();
        read.jailedUntil = in.i64();
        read.stakeMicros = in.u64();
        read.shares = big(in);
        read.feeFactor = big(in);
        read.unclaimedFeesMicros = in.u64();
        state.money.restore(Place.STAKE, read.stakeMicros);
        state.money.restore(Place.FEES, read.unclaimedFeesMicros);
        state.pools.put(read.transcoder, read);
        pool = read;
    }

    private void position(CanonicalReader in) throws MalformedException {
        Pool of = pool;
        if (of == null) {
            throw new MalformedException("a position without a pool");
        }
        Position position = of.position(id(in));
        position.shares = big(in);
        position.lastFactor = big(in);
        position.feesMicros = in.u64();
        position.pendingMicros = in.u64();
        if (position.pendingMicros > 0) {
            of.standInLine(position);
        }
        state.money.restore(Place.PENDING, position.pendingMicros);
    }

    private void seat(CanonicalReader in) throws MalformedException {
        Pool of = known(in.string());
        Seat seat = new Seat(of, in.u64(), in.bool());
        seat.available = in.bool();
        of.seat = seat;
        state.seats.add(seat);
    }

    private void box(CanonicalReader in) throws MalformedException {
        Box box = state.box(id(in));
        box.assign(in.bool() ? in.string() : null);
        box.bondMicros = in.u64();
        box.seen = in.bool();
        box.capacityKbps = in.u64();
        box.onlineSeconds = in.u64();
        box.qualified = in.bool();
        box.counted = in.bool();
        box.heads = in.u64();
        box.headsOf = in.u64();
        box.burnedMicros = in.u64();
        if (box.seen || box.counted || box.burnedMicros > 0) {
            state.noted(box);
        }
        state.money.restore(Place.BOX_BONDS, box.bondMicros);
    }

    private void lock(CanonicalReader in) throws MalformedException {
        long number = in.u64();
        String owner = in.string();
        boolean ofPool = in.bool();
        String from = in.string();
        long micros = in.u64();
        long made = in.u64();
        long opens = in.u64();
        state.addLock(
                ofPool
                        ? new Lock(number, known(from).position(owner), micros, made, opens)
                        : new Lock(number, owner, state.box(from), micros, made, opens));
        state.money.restore(Place.LOCKS, micros);
    }

    private void grant(CanonicalReader in) throws MalformedException {
        Operation.OpenGrant terms = OperationCodec.readGrant(in);
        long feePpm = in.u64();
        long closes = in.u64();
        long escrow = Escrow.escrowMicros(terms.maxBytes(), terms.pricePerGiBMicros());
        Escrow grant = new Escrow(terms, state.box(terms.box()), feePpm, closes, escrow);
        grant.settle(in.u64());
        grant.index = in.u64();
        grant.preimage = in.digest();
        state.addGrant(grant);
        state.money.restore(Place.ESCROW, grant.leftMicros);
    }

    private void end(CanonicalReader in) throws MalformedException {
        long records = in.u64();
        if (records != read) {
            throw new MalformedException("the snapshot has " + read + " records and should have " + records);
        }
    }

    private Pool known(String transcoder) throws MalformedException {
        Pool known = state.pool(transcoder);
        if (known == null) {
            throw new MalformedException("'" + transcoder + "' is no transcoder");
        }
        return known;
    }

    private static BigInteger big(CanonicalReader in) throws MalformedException {
        long length = in.u32();
        if (length > MAX_BIG_BYTES) {
            throw new MalformedException("a number of " + length + " bytes");
        }
        byte[] bytes = in.raw((int) length);
        if (bytes.length > 0 && bytes[0] == 0) {
            throw new MalformedException("a number begins with zeros");
        }
        return new BigInteger(1, bytes);
    }
}
