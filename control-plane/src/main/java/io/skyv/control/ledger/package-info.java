/**
 * The books of the network: a deterministic state machine with all its state in memory, and the single writer that puts
 * what it did into a journal before anybody is told. Knows no framework, no database and no clock of its own.
 */
@NullMarked
package io.skyv.control.ledger;

import org.jspecify.annotations.NullMarked;
