/** Hash-chain payments (PayWord, Rivest and Shamir 1996). A receipt is a number of units and the preimage that proves them. */
@NullMarked
package io.skyv.proto.receipt;

import org.jspecify.annotations.NullMarked;
