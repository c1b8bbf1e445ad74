/**
 * Rounds start by themselves: when one is due, what the network knows of the boxes in the ended one, and who of the
 * elected is there. Deciding is pure; the clock asks the ledger, with ids by which two tries are one.
 */
@NullMarked
package io.skyv.control.round;

import org.jspecify.annotations.NullMarked;
