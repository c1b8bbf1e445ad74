package io.skyv.control.journal;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of which was done what needs no books: its entries were compared with its root, read and hashed. That is half of
 * the work of taking it over, and can be done ahead by another thread.
 */
final class OpenedBlock {
    private final BlockHeader header;
    private final List<Entry> entries;
    private final List<Fingerprint> fingerprints;
    private final String fault;

    private OpenedBlock(BlockHeader header, List<Entry> entries, List<Fingerprint> fingerprints, String fault) {
        this.header = header;
        this.entries = entries;
        this.fingerprints = fingerprints;
        this.fault = fault;
    }

    /** Never fails: whether a block is damaged is asked when those before it were taken over. */
    static OpenedBlock of(BlockRow row) {
        try {
            MessageDigest sha = Digest.newSha256();
            List<Entry> entries = new ArrayList<>();
            List<Fingerprint> fingerprints = new ArrayList<>();
            for (byte[] bytes : row.encoded()) {
                Entry entry = Entry.decode(bytes);
                entries.add(entry);
                fingerprints.add(entry.fingerprint(sha, bytes));
            }
            return new OpenedBlock(row.header(), entries, fingerprints, "");
        } catch (MalformedException e) {
            return new OpenedBlock(row.header(), List.of(), List.of(), String.valueOf(e.getMessage()));
        }
    }

    BlockHeader header() {
        return header;
    }

    /** @throws MalformedException if the row's body is not what the header says */
    List<Entry> entries() throws MalformedException {
        if (!fault.isEmpty()) {
            throw new MalformedException(fault);
        }
        return entries;
    }

    /** Of the entries' operations, in the same order. */
    List<Fingerprint> fingerprints() {
        return fingerprints;
    }
}
