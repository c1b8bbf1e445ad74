package io.skyv.control.ledger;

/**
 * Where all money is after a block, added up from the single accounts and grants: so it can be held against what the
 * ledger counts as a whole. accounts + escrow = supply, and supply + burned is what the genesis brought.
 *
 * @param accountsMicros of all accounts together
 * @param grantsEscrowMicros set aside for each open grant, together
 */
public record LedgerSums(LedgerHead head, long accountsMicros, long grantsEscrowMicros, int openGrants) {
    static final LedgerSums EMPTY = new LedgerSums(LedgerHead.EMPTY, 0, 0, 0);
}
