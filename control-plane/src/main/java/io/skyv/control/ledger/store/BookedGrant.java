package io.skyv.control.ledger.store;

import io.skyv.control.ledger.GrantPosition;

/**
 * A grant as the projection has it.
 *
 * @param position its money; the hash chain is left out
 * @param open whether receipts still count
 */
public record BookedGrant(GrantPosition position, boolean open) {}
