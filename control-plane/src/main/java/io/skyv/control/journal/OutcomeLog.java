package io.skyv.control.journal;

import io.skyv.control.economy.Outcome;
import io.skyv.control.economy.OutcomeCodec;
import io.skyv.proto.sign.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the operations of one round came to, one after the other as bytes, {@code docs/ledger-encoding.md}. There are
 * millions: as objects each would take five times as much, and be carried about by the garbage collector.
 */
final class OutcomeLog {
    private static final int PIECE_BITS = 18;
    /** Bytes of a piece; no entry stands in two. */
    static final int PIECE_BYTES = 1 << PIECE_BITS;

    /** The id without its round, and the fingerprint. */
    private static final int FIXED_BYTES = Integer.BYTES + Long.BYTES + Fingerprint.BYTES;

    private static final int MAX_ENTRY_BYTES = FIXED_BYTES + OutcomeCodec.MAX_PACKED_BYTES;
    private static final int FIRST_BYTES = 1 << 10;

    /** Tables that places are looked up in: many, so that none takes long when it grows. */
    private static final int TABLES = 256;

    private static final int FIRST_PLACES = 16;

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private final @Nullable Table[] tables = new Table[TABLES];
    private int count;

    /**
     * Places by their ids' hashes: each at its hash or in the next free one after it. With a byte of the hash beside it, so
     * that hardly any entry but the right one is looked at: each look is a miss of the processor's caches.
     */
    private final class Table {
        /** Place + 1, or 0. */
        private int[] places = new int[FIRST_PLACES];

        private byte[] tags = new byte[FIRST_PLACES];
        private int filled;

        int find(long hash, int middle, long low) {
            int at = (int) hash & places.length - 1;
            while (places[at] != 0) {
                int place = places[at] - 1;
                if (tags[at] == tag(hash) && isOf(place, middle, low)) {
                    return place;
                }
                at = at + 1 & places.length - 1;
            }
            return -1;
        }

        void enter(long hash, int place) {
            if (filled >= places.length / 4 * 3) {
                grow();
            }
            put(hash, place + 1);
            filled++;
        }

        private void grow() {
            int[] before = places;
            places = new int[2 * before.length];
            tags = new byte[places.length];
            for (int entry : before) {
                if (entry != 0) {
                    put(hashAt(entry - 1), entry);
                }
            }
        }

        private void put(long hash, int entry) {
            int at = (int) hash & places.length - 1;
            while (places[at] != 0) {
                at = at + 1 & places.length - 1;
            }
            places[at] = entry;
            tags[at] = tag(hash);
        }
    }

    int count() {
        return count;
    }

    /** Where the operation's entry is; −1 if it has none. */
    int find(OperationId id) {
        long hash = hash(middle(id), id.low());
        Table table = tables[table(hash)];
        return table == null ? -1 : table.find(hash, middle(id), id.low());
    }

    private boolean isOf(int place, int middle, long low) {
        ByteBuffer piece = piece(place);
        int offset = offset(place);
        return piece.getLong(offset + Integer.BYTES) == low && piece.getInt(offset) == middle;
    }

    Fingerprint fingerprint(int place) {
        int at = offset(place) + Integer.BYTES + Long.BYTES;
        ByteBuffer piece = piece(place);
        return new Fingerprint(piece.getLong(at), piece.getLong(at + Long.BYTES));
    }

    Outcome outcome(int place) {
        ByteBuffer piece = piece(place);
        try {
            return OutcomeCodec.unpack(piece.duplicate().limit(piece.position()).position(offset(place) + FIXED_BYTES));
        } catch (MalformedException e) {
            throw new AssertionError("it was written here, or read before", e);
        }
    }

    /** Whether it was not there yet. */
    boolean put(OperationId id, Fingerprint fingerprint, Outcome outcome) {
        if (find(id) >= 0) {
            return false;
        }
        ByteBuffer piece = pieceWithRoom();
        int place = pieces.size() - 1 << PIECE_BITS | piece.position();
        piece.putInt(middle(id)).putLong(id.low());
        piece.putLong(fingerprint.high()).putLong(fingerprint.low());
        OutcomeCodec.pack(piece, outcome);
        enter(place);
        return true;
    }

    /** Room for any entry, whether this one needs it or not, so that pieces end where they did when they are read again. */
    private ByteBuffer pieceWithRoom() {
        if (pieces.isEmpty()) {
            pieces.add(ByteBuffer.allocate(FIRST_BYTES));
        }
        ByteBuffer last = pieces.getLast();
        if (PIECE_BYTES - last.position() < MAX_ENTRY_BYTES) {
            pieces.set(pieces.size() - 1, withCapacity(last, last.position()));
            pieces.add(ByteBuffer.allocate(PIECE_BYTES));
        } else if (last.remaining() < MAX_ENTRY_BYTES) {
            pieces.set(pieces.size() - 1, withCapacity(last, Math.min(PIECE_BYTES, 2 * last.capacity() + FIRST_BYTES)));
        }
        return pieces.getLast();
    }

    private static ByteBuffer withCapacity(ByteBuffer piece, int capacity) {
        return ByteBuffer.wrap(Arrays.copyOf(piece.array(), capacity)).position(piece.position());
    }

    private void enter(int place) {
        long hash = hashAt(place);
        int number = table(hash);
        Table table = tables[number];
        if (table == null) {
            table = new Table();
            tables[number] = table;
        }
        table.enter(hash, place);
        count++;
    }

    int pieces() {
        return pieces.size();
    }

    /** Hands out the pieces, in order. */
    void write(Consumer<byte[]> each) {
        for (ByteBuffer piece : pieces) {
            each.accept(Arrays.copyOf(piece.array(), piece.position()));
        }
    }

    /** The next piece as it was handed out. */
    void read(byte[] bytes, long round) throws MalformedException {
        boolean early = !pieces.isEmpty() && PIECE_BYTES - pieces.getLast().position() >= MAX_ENTRY_BYTES;
        if (early || bytes.length == 0 || bytes.length > PIECE_BYTES) {
            throw new MalformedException(
                    "a piece of outcomes of " + bytes.length + " bytes, or after one that has room");
        }
        ByteBuffer piece = ByteBuffer.wrap(bytes);
        pieces.add(piece);
        while (piece.hasRemaining()) {
            int place = pieces.size() - 1 << PIECE_BITS | piece.position();
            if (piece.remaining() < FIXED_BYTES) {
                throw new MalformedException("a piece of outcomes is torn");
            }
            OperationId id = OperationId.of(round, piece.getInt(), piece.getLong());
            piece.position(piece.position() + Fingerprint.BYTES);
            OutcomeCodec.unpack(piece);
            if (find(id) >= 0) {
                throw new MalformedException("operation " + id + " is remembered twice");
            }
            enter(place);
        }
    }

    private ByteBuffer piece(int place) {
        return pieces.get(place >>> PIECE_BITS);
    }

    private static int offset(int place) {
        return place & PIECE_BYTES - 1;
    }

    private long hashAt(int place) {
        ByteBuffer piece = piece(place);
        return hash(piece.getInt(offset(place)), piece.getLong(offset(place) + Integer.BYTES));
    }

    private static int middle(OperationId id) {
        return (int) id.high();
    }

    /** Ids may well be numbers in order: each bit of them must change many of the hash (MurmurHash3's finalizer). */
    private static long hash(int middle, long low) {
        long hash = low ^ middle * 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    private static byte tag(long hash) {
        return (byte) (hash >>> 48);
    }

    private static int table(long hash) {
        return (int) (hash >>> 56);
    }
}
