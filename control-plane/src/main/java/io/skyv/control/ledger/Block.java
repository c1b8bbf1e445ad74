package io.skyv.control.ledger;

import io.skyv.proto.merkle.MerkleTree;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of operations with their outcomes, chained to the batch before it.
 *
 * @param number from 1
 * @param timeMillis Unix time at which it was sealed; nothing is reckoned with it
 * @param previous hash of the block before; zeros for the first
 * @param root RFC 9162 root over the canonical bytes of the entries
 */
public record Block(long number, long timeMillis, Digest previous, Digest root, List<Entry> entries) {
    static final String HEADER_DOMAIN = "skyv-block-v1";
    static final String BODY_DOMAIN = "skyv-block-body-v1";
    /** Most operations that a block has. */
    public static final int MAX_ENTRIES = 1_000;

    public Block {
        entries = List.copyOf(entries);
        if (number < 1 || entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a block has a number from 1 and 1 to " + MAX_ENTRIES + " entries");
        }
    }

    static Block seal(long number, long timeMillis, Digest previous, List<Entry> entries) {
        return new Block(number, timeMillis, previous, root(entries), entries);
    }

    /** SHA-256 of the canonical header; the next block's {@code previous}. */
    public Digest hash() {
        return Digest.sha256(new CanonicalWriter(HEADER_DOMAIN)
                .u64(number)
                .u64(timeMillis)
                .digest(previous)
                .u32(entries.size())
                .digest(root)
                .toBytes());
    }

    /** The entries as the journal keeps them: their count, then each with its length before it. */
    public byte[] body() {
        CanonicalWriter out = new CanonicalWriter(BODY_DOMAIN).u32(entries.size());
        for (Entry entry : entries) {
            byte[] bytes = EntryCodec.encode(entry);
            out.u32(bytes.length);
            for (byte b : bytes) {
                out.u8(b & 0xff);
            }
        }
        return out.toBytes();
    }

    static List<Entry> readBody(byte[] body) throws MalformedException {
        CanonicalReader in = new CanonicalReader(BODY_DOMAIN, body);
        long count = in.u32();
        if (count > MAX_ENTRIES) {
            throw new MalformedException(count + " entries are over " + MAX_ENTRIES);
        }
        List<Entry> entries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long length = in.u32();
            if (length > body.length) {
                throw new MalformedException("an entry is longer than its block");
            }
            entries.add(EntryCodec.decode(in.raw(Math.toIntExact(length))));
        }
        in.end();
        return entries;
    }

    static Digest root(List<Entry> entries) {
        return MerkleTree.of(entries.stream().map(EntryCodec::encode).toList()).root();
    }
}
