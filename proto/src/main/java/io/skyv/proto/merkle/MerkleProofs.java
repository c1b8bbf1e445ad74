package io.skyv.proto.merkle;

import io.skyv.proto.sign.Digest;
import java.util.List;

/** Checking proofs with nothing but hashes and sizes, as RFC 9162 §2.1.3.2 and §2.1.4.2 have it. */
public final class MerkleProofs {
    private MerkleProofs() {}

    /** Whether {@code leaf} is entry {@code index} of the tree of {@code size} entries with this {@code root}. */
    public static boolean includes(Digest leaf, long index, long size, List<Digest> proof, Digest root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        Digest r = leaf;
        for (Digest p : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = MerkleTree.nodeHash(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = MerkleTree.nodeHash(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && r.equals(root);
    }

    /** Whether the tree of {@code newSize} entries begins with all {@code oldSize} entries of the older one. */
    public static boolean isConsistent(long oldSize, long newSize, List<Digest> proof, Digest oldRoot, Digest newRoot) {
        if (oldSize < 1 || oldSize > newSize) {
            return false;
        }
        if (oldSize == newSize) {
            return proof.isEmpty() && oldRoot.equals(newRoot);
        }
        boolean wholeSubtree = Long.bitCount(oldSize) == 1;
        if (proof.isEmpty() && !wholeSubtree) {
            return false;
        }
        long fn = oldSize - 1;
        long sn = newSize - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        Digest first = wholeSubtree ? oldRoot : proof.getFirst();
        Digest fr = first;
        Digest sr = first;
        for (Digest c : wholeSubtree ? proof : proof.subList(1, proof.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleTree.nodeHash(c, fr);
                sr = MerkleTree.nodeHash(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = MerkleTree.nodeHash(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr.equals(oldRoot) && sr.equals(newRoot);
    }
}
