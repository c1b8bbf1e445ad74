package io.skyv.control.ledger.store;

import io.skyv.control.economy.GrantPosition;

/**
 * A grant's money, open or closed.
 *
 * @param position without the hash chain if it was closed long ago
 * @param open whether receipts still count
 */
public record BookedGrant(GrantPosition position, boolean open) {}
