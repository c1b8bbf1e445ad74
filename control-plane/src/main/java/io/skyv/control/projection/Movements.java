package io.skyv.control.projection;

import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.control.economy.Outcome;
import io.skyv.control.journal.Entry;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.projection.Movement.Kind;
import io.skyv.proto.grant.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What moved in whose hands, block after block. Most of it is in operations and outcomes. What only the state machine knows
 * – rewards, a transcoder's part of a fee – is what is left of an account's change over the block, and so nothing is
 * missing: an account's movements always add up to its balance.
 */
final class Movements {
    private final Map<String, Long> balances;
    private final Map<String, String> owners;
    private List<Movement> found = new ArrayList<>();
    private long block;

    /**
     * @param balancesMicros before the first block, of all accounts that the blocks change; kept up to date here
     * @param owners of the boxes that the blocks pay, before the first block; kept up to date here
     */
    Movements(Map<String, Long> balancesMicros, Map<String, String> owners) {
        this.balances = new HashMap<>(balancesMicros);
        this.owners = new HashMap<>(owners);
    }

    /** Of the next block. */
    List<Movement> of(KeptBlock kept) {
        found = new ArrayList<>();
        block = kept.number();
        Set<String> closedByBoxes = new HashSet<>();
        Kind unexplained = Kind.REWARD;
        for (Entry entry : kept.entries()) {
            if (entry.outcome() instanceof Outcome.Applied applied) {
                add(kept, entry.operation(), applied);
                switch (entry.operation()) {
                    case Operation.CloseGrant close -> closedByBoxes.add(close.grant());
                    case Operation.StartRound _ -> grantsEnded(kept, closedByBoxes);
                    case Operation.TranscodeFee _ -> unexplained = Kind.TRANSCODE_FEE;
                    case Operation.Rebond _ -> unexplained = Kind.REBOND;
                    default -> {}
                }
            }
        }
        rest(kept, RoundBegun.in(kept).isPresent() ? Kind.REWARD : unexplained);
        return found;
    }

    private void add(KeptBlock kept, Operation operation, Outcome.Applied applied) {
        long moved = applied.movedMicros();
        switch (operation) {
            case Operation.Genesis genesis ->
                genesis.balancesMicros().forEach((account, micros) -> add(account, Kind.GENESIS, "", micros));
            case Operation.Transfer transfer -> {
                add(transfer.debit(), Kind.TRANSFER, transfer.credit(), -moved);
                add(transfer.credit(), Kind.TRANSFER, transfer.debit(), moved);
            }
            case Operation.OpenGrant open -> add(open.payer(), Kind.GRANT, open.id(), -moved);
            case Operation.Receipt receipt -> {
                if (moved > 0) {
                    add(payee(grant(kept, receipt.grant())), Kind.RECEIPT, receipt.grant(), moved);
                }
            }
            case Operation.CloseGrant close -> {
                if (moved > 0) {
                    add(grant(kept, close.grant()).terms().payer(), Kind.CLOSE_GRANT, close.grant(), moved);
                }
            }
            case Operation.Bond bond -> add(bond.delegator(), Kind.BOND, bond.transcoder(), -moved);
            case Operation.CancelPending cancel ->
                add(cancel.delegator(), Kind.CANCEL_PENDING, cancel.transcoder(), moved);
            case Operation.ClaimFees claim -> add(claim.delegator(), Kind.CLAIM_FEES, claim.transcoder(), moved);
            case Operation.Withdraw withdraw ->
                add(withdraw.owner(), Kind.WITHDRAW, Long.toString(withdraw.lock()), moved);
            case Operation.BondBox bond -> add(bond.owner(), Kind.BOND_BOX, bond.box(), -moved);
            case Operation.TranscodeFee fee ->
                add(fee.payer(), Kind.TRANSCODE_FEE, fee.transcoder(), -moved - applied.burnedMicros());
            case Operation.Slash slash -> add(slash.finder(), Kind.FOUND, slash.transcoder(), moved);
            case Operation.SlashBox slash -> add(slash.finder(), Kind.FOUND, slash.box(), moved);
            case Operation.AssignBox assign -> owners.put(assign.box(), assign.owner());
            case Operation.Register _,
                    Operation.Unbond _,
                    Operation.Rebond _,
                    Operation.Resign _,
                    Operation.Availability _,
                    Operation.StartRound _,
                    Operation.Online _,
                    Operation.Cosigned _,
                    Operation.UnbondBox _,
                    Operation.SetParameter _ -> {}
        }
    }

    private void grantsEnded(KeptBlock kept, Set<String> closedByBoxes) {
        for (GrantPosition grant : new TreeMap<>(kept.changes().closedGrants()).values()) {
            String id = grant.terms().id();
            if (!closedByBoxes.contains(id)) {
                long setAside = Price.escrowMicros(
                        grant.terms().maxBytes(), grant.terms().pricePerGiBMicros());
                add(grant.terms().payer(), Kind.GRANT_ENDED, id, setAside - grant.paidMicros());
            }
        }
    }

    /** In order of account, so that a block's lines are the same each time. */
    private void rest(KeptBlock kept, Kind kind) {
        new TreeMap<>(kept.changes().balancesMicros())
                .forEach((account, micros) -> add(account, kind, "", micros - balances.getOrDefault(account, 0L)));
    }

    private void add(String account, Kind kind, String about, long deltaMicros) {
        if (deltaMicros != 0) {
            long balance = balances.merge(account, deltaMicros, Long::sum);
            found.add(new Movement(account, block, found.size(), kind, about, deltaMicros, balance));
        }
    }

    private String payee(GrantPosition grant) {
        String box = grant.terms().box();
        return owners.getOrDefault(box, box);
    }

    /** A receipt that paid, or a close, changed its grant. */
    private static GrantPosition grant(KeptBlock kept, String id) {
        GrantPosition open = kept.changes().openGrants().get(id);
        GrantPosition grant =
                open != null ? open : kept.changes().closedGrants().get(id);
        if (grant == null) {
            throw new IllegalStateException("block " + kept.number() + " changed grant " + id + " and does not say so");
        }
        return grant;
    }
}
