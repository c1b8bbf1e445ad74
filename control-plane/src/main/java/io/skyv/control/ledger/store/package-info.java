/**
 * The ledger's journal in PostgreSQL, and the ledger as it runs: replayed at the start, written to while the control
 * plane lives.
 */
@NullMarked
package io.skyv.control.ledger.store;

import org.jspecify.annotations.NullMarked;
