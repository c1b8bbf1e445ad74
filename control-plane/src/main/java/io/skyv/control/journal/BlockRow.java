package io.skyv.control.journal;

import io.skyv.proto.merkle.MerkleTree;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A block as it lies in the store; nothing in it is believed before it was checked.
 *
 * @param body the entries: their count as u32, then each with its length as u32 before it
 */
public record BlockRow(BlockHeader header, byte[] body) {
    static final String BODY_DOMAIN = "skyv-block-body-v2";

    static BlockRow seal(long number, long timeMillis, long generation, Digest previous, List<byte[]> encoded) {
        CanonicalWriter body = new CanonicalWriter(BODY_DOMAIN).u32(encoded.size());
        for (byte[] bytes : encoded) {
            body.u32(bytes.length).raw(bytes);
        }
        Digest root = MerkleTree.of(encoded).root();
        return new BlockRow(
                new BlockHeader(number, timeMillis, generation, previous, encoded.size(), root), body.toBytes());
    }

    public long number() {
        return header.number();
    }

    public Digest hash() {
        return header.hash();
    }

    /** @throws MalformedException if they are not those of the header */
    public List<Entry> entries() throws MalformedException {
        List<Entry> entries = new ArrayList<>();
        for (byte[] bytes : encoded()) {
            entries.add(Entry.decode(bytes));
        }
        return entries;
    }

    /**
     * The bytes of each entry, if they are those of the header.
     *
     * @throws MalformedException if they are not
     */
    List<byte[]> encoded() throws MalformedException {
        CanonicalReader in = new CanonicalReader(BODY_DOMAIN, body);
        long count = in.u32();
        if (count != header.entries()) {
            throw new MalformedException("it has " + count + " entries and should have " + header.entries());
        }
        List<byte[]> encoded = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long length = in.u32();
            if (length > body.length) {
                throw new MalformedException("an entry is longer than its block");
            }
            encoded.add(in.raw((int) length));
        }
        in.end();
        if (!MerkleTree.of(encoded).root().equals(header.root())) {
            throw new MalformedException("its entries do not have its root");
        }
        return encoded;
    }
}
