package io.skyv.proto.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.KnownAnswers;
import io.skyv.proto.sign.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MerkleTest {
    private static final KnownAnswers KNOWN = KnownAnswers.of("merkle.json");
    private static final List<byte[]> ENTRIES =
            KNOWN.each("entries").map(KnownAnswers::hex).toList();
    private static final List<Digest> ROOTS =
            KNOWN.each("roots").map(root -> Digest.ofHex(root.textValue())).toList();

    /** Every size up to here is tried with every index and every older size. */
    private static final int SIZES = 64;

    private static final List<byte[]> NUMBERS = IntStream.range(0, SIZES)
            .mapToObj(i -> ByteBuffer.allocate(4).putInt(i).array())
            .toList();
    private static final MerkleTree TREE = MerkleTree.of(NUMBERS);

    @Test
    void shouldHaveTheRootsOfTheReferenceTree() {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                MerkleTree.of(List.of()).root().hex());
        assertEquals(
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                MerkleTree.of(ENTRIES.subList(0, 7)).root().hex());
        assertEquals(
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
                MerkleTree.of(ENTRIES).root().hex());
        for (int size = 0; size <= ENTRIES.size(); size++) {
            assertEquals(
                    ROOTS.get(size), MerkleTree.of(ENTRIES.subList(0, size)).root());
            assertEquals(ROOTS.get(size), MerkleTree.of(ENTRIES).rootAt(size));
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldProveInclusionAsTheReferenceTreeDoes() {
        return KNOWN.tests("inclusion", entry -> {
            int index = entry.path("index").intValue();
            int size = entry.path("size").intValue();
            List<Digest> proof = digests(entry.path("proof"));
            assertEquals(proof, MerkleTree.of(ENTRIES).inclusionProof(index, size));
            assertTrue(MerkleProofs.includes(
                    MerkleTree.leafHash(ENTRIES.get(index)), index, size, proof, ROOTS.get(size)));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldProveConsistencyAsTheReferenceTreeDoes() {
        return KNOWN.tests("consistency", entry -> {
            int oldSize = entry.path("oldSize").intValue();
            int newSize = entry.path("newSize").intValue();
            List<Digest> proof = digests(entry.path("proof"));
            assertEquals(proof, MerkleTree.of(ENTRIES).consistencyProof(oldSize, newSize));
            assertTrue(MerkleProofs.isConsistent(oldSize, newSize, proof, ROOTS.get(oldSize), ROOTS.get(newSize)));
        });
    }

    @Test
    void shouldProveEveryEntryOfEverySizeAndNothingElse() {
        for (int size = 1; size <= SIZES; size++) {
            Digest root = TREE.rootAt(size);
            for (int index = 0; index < size; index++) {
                List<Digest> proof = TREE.inclusionProof(index, size);
                Digest leaf = MerkleTree.leafHash(NUMBERS.get(index));
                String which = "entry " + index + " of " + size;
                assertTrue(MerkleProofs.includes(leaf, index, size, proof, root), which);
                assertFalse(MerkleProofs.includes(flipped(leaf), index, size, proof, root), which);
                assertFalse(MerkleProofs.includes(leaf, index, size, proof, flipped(root)), which);
                int at = index;
                int of = size;
                assertNoAlterationPasses(proof, altered -> MerkleProofs.includes(leaf, at, of, altered, root), which);
                for (int other = 0; other < size; other++) {
                    assertEquals(other == index, MerkleProofs.includes(leaf, other, size, proof, root), which);
                }
            }
        }
    }

    @Test
    void shouldProveThatEverySizeGrewFromEverySmallerOneAndNothingElse() {
        for (int newSize = 1; newSize <= SIZES; newSize++) {
            Digest newRoot = TREE.rootAt(newSize);
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                Digest oldRoot = TREE.rootAt(oldSize);
                List<Digest> proof = TREE.consistencyProof(oldSize, newSize);
                String which = oldSize + " to " + newSize;
                assertTrue(MerkleProofs.isConsistent(oldSize, newSize, proof, oldRoot, newRoot), which);
                assertFalse(MerkleProofs.isConsistent(oldSize, newSize, proof, flipped(oldRoot), newRoot), which);
                assertFalse(MerkleProofs.isConsistent(oldSize, newSize, proof, oldRoot, flipped(newRoot)), which);
                int from = oldSize;
                int to = newSize;
                assertNoAlterationPasses(
                        proof, altered -> MerkleProofs.isConsistent(from, to, altered, oldRoot, newRoot), which);
                for (int other = 1; other <= newSize; other++) {
                    Digest otherRoot = TREE.rootAt(other);
                    assertEquals(
                            other == oldSize,
                            MerkleProofs.isConsistent(oldSize, newSize, proof, otherRoot, newRoot),
                            which + ", with the root of " + other);
                }
            }
        }
    }

    @Test
    void shouldRefuseProofsForSizesThatCannotBe() {
        Digest root = TREE.root();
        assertFalse(MerkleProofs.includes(root, -1, 1, List.of(), root));
        assertFalse(MerkleProofs.includes(root, 1, 1, List.of(), root));
        assertFalse(MerkleProofs.includes(root, 0, 0, List.of(), root));
        assertFalse(MerkleProofs.isConsistent(0, 1, List.of(), root, root));
        assertFalse(MerkleProofs.isConsistent(2, 1, List.of(), root, root));
        assertFalse(MerkleProofs.isConsistent(1, 2, List.of(), root, root));
        assertFalse(MerkleProofs.isConsistent(3, 4, List.of(), root, root));
        assertThrows(IllegalArgumentException.class, () -> TREE.inclusionProof(SIZES, SIZES));
        assertThrows(IllegalArgumentException.class, () -> TREE.inclusionProof(0, SIZES + 1));
        assertThrows(IllegalArgumentException.class, () -> TREE.inclusionProof(-1, SIZES));
        assertThrows(IllegalArgumentException.class, () -> TREE.consistencyProof(0, 1));
        assertThrows(IllegalArgumentException.class, () -> TREE.consistencyProof(2, 1));
        assertThrows(IllegalArgumentException.class, () -> TREE.consistencyProof(1, SIZES + 1));
    }

    @Test
    void shouldNotTakeANodeForAnEntry() {
        Digest left = MerkleTree.leafHash(ENTRIES.get(0));
        Digest right = MerkleTree.leafHash(ENTRIES.get(1));
        byte[] pair = ByteBuffer.allocate(2 * Digest.BYTES)
                .put(left.bytes())
                .put(right.bytes())
                .array();
        assertFalse(MerkleTree.leafHash(pair).equals(MerkleTree.nodeHash(left, right)));
    }

    /** One bit of each hash flipped, one hash too few at either end, one too many at either end, two exchanged. */
    private static void assertNoAlterationPasses(List<Digest> proof, Predicate<List<Digest>> passes, String which) {
        for (int i = 0; i < proof.size(); i++) {
            List<Digest> altered = new ArrayList<>(proof);
            altered.set(i, flipped(proof.get(i)));
            assertFalse(passes.test(altered), which + ", hash " + i + " altered");
        }
        for (int i = 1; i < proof.size(); i++) {
            List<Digest> altered = new ArrayList<>(proof);
            altered.set(i, proof.get(i - 1));
            altered.set(i - 1, proof.get(i));
            assertFalse(passes.test(altered), which + ", hash " + i + " exchanged");
        }
        if (!proof.isEmpty()) {
            assertFalse(passes.test(proof.subList(1, proof.size())), which + ", first hash missing");
            assertFalse(passes.test(proof.subList(0, proof.size() - 1)), which + ", last hash missing");
        }
        List<Digest> longer = new ArrayList<>(proof);
        longer.add(Digest.ZERO);
        assertFalse(passes.test(longer), which + ", a hash too many at the end");
        longer.removeLast();
        longer.addFirst(Digest.ZERO);
        assertFalse(passes.test(longer), which + ", a hash too many at the beginning");
    }

    private static Digest flipped(Digest digest) {
        byte[] bytes = digest.bytes();
        bytes[7] ^= 0x10;
        return Digest.of(bytes);
    }

    private static List<Digest> digests(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(node -> Digest.ofHex(node.textValue()))
                .toList();
    }
}
