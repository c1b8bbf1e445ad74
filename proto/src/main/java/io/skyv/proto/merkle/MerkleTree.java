package io.skyv.proto.merkle;

import io.skyv.proto.sign.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree over a list of entries (RFC 9162 §2.1). An entry's leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖
 * left ‖ right), the empty tree SHA-256 of nothing.
 */
public final class MerkleTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final List<Digest> leaves;

    private MerkleTree(List<Digest> leaves) {
        this.leaves = leaves;
    }

    public static MerkleTree of(List<byte[]> entries) {
        MessageDigest sha = Digest.newSha256();
        return new MerkleTree(
                entries.stream().map(entry -> leafHash(sha, entry)).toList());
    }

    public static Digest leafHash(byte[] entry) {
        return leafHash(Digest.newSha256(), entry);
    }

    /** With a hasher that is used for all of a tree: making one costs as much as a hash. */
    private static Digest leafHash(MessageDigest sha, byte[] entry) {
        sha.update(LEAF);
        sha.update(entry);
        return Digest.ofAll(sha);
    }

    static Digest nodeHash(Digest left, Digest right) {
        return nodeHash(Digest.newSha256(), left, right);
    }

    private static Digest nodeHash(MessageDigest sha, Digest left, Digest right) {
        sha.update(NODE);
        left.addTo(sha);
        right.addTo(sha);
        return Digest.ofAll(sha);
    }

    public int size() {
        return leaves.size();
    }

    public Digest root() {
        return root(leaves);
    }

    /** Root of the tree that had only the first {@code size} entries. */
    public Digest rootAt(int size) {
        return root(leaves.subList(0, size));
    }

    /** PATH(index, D_size) of RFC 9162 §2.1.3.1: nearest the leaf first. */
    public List<Digest> inclusionProof(int index, int size) {
        if (index < 0 || index >= size || size > leaves.size()) {
            throw new IllegalArgumentException("no entry " + index + " in a tree of " + size);
        }
        List<Digest> path = new ArrayList<>();
        path(index, leaves.subList(0, size), path);
        return List.copyOf(path);
    }

    /** PROOF(oldSize, D_newSize) of RFC 9162 §2.1.4.1; nothing for equal sizes. */
    public List<Digest> consistencyProof(int oldSize, int newSize) {
        if (oldSize < 1 || oldSize > newSize || newSize > leaves.size()) {
            throw new IllegalArgumentException("no consistency proof from " + oldSize + " to " + newSize);
        }
        List<Digest> proof = new ArrayList<>();
        subProof(oldSize, leaves.subList(0, newSize), true, proof);
        return List.copyOf(proof);
    }

    private static Digest root(List<Digest> leaves) {
        return root(Digest.newSha256(), leaves);
    }

    private static Digest root(MessageDigest sha, List<Digest> leaves) {
        return switch (leaves.size()) {
            case 0 -> Digest.sha256();
            case 1 -> leaves.getFirst();
            default -> {
                int split = split(leaves.size());
                yield nodeHash(
                        sha, root(sha, leaves.subList(0, split)), root(sha, leaves.subList(split, leaves.size())));
            }
        };
    }

    private static void path(int index, List<Digest> leaves, List<Digest> path) {
        if (leaves.size() == 1) {
            return;
        }
        int split = split(leaves.size());
        List<Digest> left = leaves.subList(0, split);
        List<Digest> right = leaves.subList(split, leaves.size());
        if (index < split) {
            path(index, left, path);
            path.add(root(right));
        } else {
            path(index - split, right, path);
            path.add(root(left));
        }
    }

    private static void subProof(int oldSize, List<Digest> leaves, boolean complete, List<Digest> proof) {
        if (oldSize == leaves.size()) {
            if (!complete) {
                proof.add(root(leaves));
            }
            return;
        }
        int split = split(leaves.size());
        List<Digest> left = leaves.subList(0, split);
        List<Digest> right = leaves.subList(split, leaves.size());
        if (oldSize <= split) {
            subProof(oldSize, left, complete, proof);
            proof.add(root(right));
        } else {
            subProof(oldSize - split, right, false, proof);
            proof.add(root(left));
        }
    }

    /** The largest power of two under {@code size}. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
