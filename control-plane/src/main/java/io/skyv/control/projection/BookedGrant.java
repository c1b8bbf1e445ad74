package io.skyv.control.projection;

import io.skyv.control.economy.GrantPosition;

/** @param open whether receipts still count */
public record BookedGrant(GrantPosition position, boolean open) {}
