/**
 * What a network begins with: the genesis file, and the operations it comes to. Whoever starts the ledger asks for them
 * before the first round.
 */
@NullMarked
package io.skyv.control.genesis;

import org.jspecify.annotations.NullMarked;
