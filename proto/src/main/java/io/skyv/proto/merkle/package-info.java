/** Merkle trees as RFC 9162 section 2 has them: roots, inclusion proofs and consistency proofs. */
@NullMarked
package io.skyv.proto.merkle;

import org.jspecify.annotations.NullMarked;
