package io.skyv.control.ledger;

import io.skyv.control.ledger.Outcome.Applied;
import io.skyv.control.ledger.Outcome.Refused;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.Price;
import io.skyv.proto.id.Ids;
import io.skyv.proto.sign.Digest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state machine. The same operations in the same order give the same outcomes and the same state, on every machine.
 * Checks run in the order in which the economics have them; the first that fails names the refusal. Not for more than
 * one thread.
 */
public final class Ledger {
    /** All money there can be. */
    public static final long MAX_SUPPLY_MICROS = 1_000_000_000_000_000_000L;

    private final Map<String, Long> balances = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final Map<String, GrantPosition> grants = new HashMap<>();
    private Parameters parameters = Parameters.DEFAULT;
    private long supplyMicros;
    private long liquidMicros;
    private long escrowMicros;
    private long burnedMicros;
    private LedgerChanges.Collector changes = new LedgerChanges.Collector();

    /**
     * Does {@code operation} whole or not at all.
     *
     * @throws LedgerBrokenException if the money held no longer equals the supply: a bug, after which nothing that
     *     this ledger says is to be believed
     */
    public Outcome apply(Operation operation) {
        Outcome outcome = switch (operation) {
            case Operation.Genesis genesis -> genesis(genesis);
            case Operation.AssignBox assign -> assignBox(assign);
            case Operation.OpenGrant open -> openGrant(open);
            case Operation.Receipt receipt -> receipt(receipt);
            case Operation.CloseGrant close -> closeGrant(close);
            case Operation.Transfer transfer -> transfer(transfer);
        };
        checkInvariants();
        return outcome;
    }

    private Outcome genesis(Operation.Genesis genesis) {
        if (supplyMicros != 0 || round() != 0) {
            return new Refused(Refusal.ALREADY_BEGUN);
        }
        long total = 0;
        for (Map.Entry<String, Long> entry : genesis.balancesMicros().entrySet()) {
            if (!Ids.isValid(entry.getKey())) {
                return new Refused(Refusal.INVALID_ID);
            }
            if (!isAmount(entry.getValue())) {
                return new Refused(Refusal.INVALID_AMOUNT);
            }
            total = Math.min(total + entry.getValue(), MAX_SUPPLY_MICROS + 1);
        }
        if (total > MAX_SUPPLY_MICROS) {
            return new Refused(Refusal.INVALID_AMOUNT);
        }
        parameters = genesis.parameters();
        supplyMicros = total;
        genesis.balancesMicros().forEach(this::credit);
        return new Applied(total, 0);
    }

    private Outcome assignBox(Operation.AssignBox assign) {
        if (!Ids.isValid(assign.box()) || !Ids.isValid(assign.owner())) {
            return new Refused(Refusal.INVALID_ID);
        }
        owners.put(assign.box(), assign.owner());
        changes.owner(assign.box(), assign.owner());
        return Applied.NOTHING_MOVED;
    }

    private Outcome openGrant(Operation.OpenGrant open) {
        if (!Ids.isValid(open.id()) || !Ids.isValid(open.payer()) || !Ids.isValid(open.box())) {
            return new Refused(Refusal.INVALID_ID);
        }
        if (grants.containsKey(open.id())) {
            return new Refused(Refusal.GRANT_EXISTS);
        }
        if (open.maxBytes() < 1
                || open.maxBytes() > Grant.MAX_BYTES
                || open.pricePerGiBMicros() < parameters.minPricePerGiBMicros()
                || open.pricePerGiBMicros() > Price.MAX_MICROS_PER_GIB
                || open.expiresRound() < round()) {
            return new Refused(Refusal.INVALID_GRANT);
        }
        long escrow = Price.escrowMicros(open.maxBytes(), open.pricePerGiBMicros());
        if (escrow > balanceMicros(open.payer())) {
            return new Refused(Refusal.INSUFFICIENT_FUNDS);
        }
        debit(open.payer(), escrow);
        escrowMicros += escrow;
        GrantPosition position = GrantPosition.opened(open, parameters.protocolFeePpm(), escrow);
        grants.put(position.id(), position);
        changes.open(position);
        return new Applied(escrow, 0);
    }

    private Outcome receipt(Operation.Receipt receipt) {
        if (!Ids.isValid(receipt.grant())) {
            return new Refused(Refusal.INVALID_ID);
        }
        GrantPosition grant = grants.get(receipt.grant());
        if (grant == null) {
            return new Refused(Refusal.UNKNOWN_GRANT);
        }
        if (receipt.cumulativeBytes() < 0 || receipt.cumulativeBytes() > grant.maxBytes()) {
            return new Refused(Refusal.OVER_GRANT);
        }
        if (receipt.cumulativeBytes() <= grant.settledBytes()) {
            return Applied.NOTHING_MOVED;
        }
        long costMicros = Price.costMicros(receipt.cumulativeBytes(), grant.pricePerGiBMicros());
        long paid = costMicros - grant.paidMicros();
        long burned = GrantPosition.feeMicros(costMicros, grant.protocolFeePpm()) - grant.burnedMicros();
        long earned = paid - burned;
        escrowMicros -= paid;
        supplyMicros -= burned;
        burnedMicros += burned;
        if (earned > 0) {
            credit(paidFor(grant.box()), earned);
        }
        GrantPosition settled = grant.settled(receipt, paid);
        grants.put(settled.id(), settled);
        changes.open(settled);
        return new Applied(earned, burned);
    }

    private Outcome closeGrant(Operation.CloseGrant close) {
        if (!Ids.isValid(close.grant())) {
            return new Refused(Refusal.INVALID_ID);
        }
        GrantPosition grant = grants.remove(close.grant());
        if (grant == null) {
            return new Refused(Refusal.UNKNOWN_GRANT);
        }
        escrowMicros -= grant.escrowMicros();
        if (grant.escrowMicros() > 0) {
            credit(grant.payer(), grant.escrowMicros());
        }
        changes.close(grant.closed());
        return new Applied(grant.escrowMicros(), 0);
    }

    private Outcome transfer(Operation.Transfer transfer) {
        if (!Ids.isValid(transfer.debit()) || !Ids.isValid(transfer.credit())) {
            return new Refused(Refusal.INVALID_ID);
        }
        if (!isAmount(transfer.amountMicros())) {
            return new Refused(Refusal.INVALID_AMOUNT);
        }
        if (transfer.amountMicros() > balanceMicros(transfer.debit())) {
            return new Refused(Refusal.INSUFFICIENT_FUNDS);
        }
        debit(transfer.debit(), transfer.amountMicros());
        credit(transfer.credit(), transfer.amountMicros());
        return new Applied(transfer.amountMicros(), 0);
    }

    /** Rounds come with the whole economics; until then all of it is in round 0. */
    public long round() {
        return 0;
    }

    public long supplyMicros() {
        return supplyMicros;
    }

    public long escrowMicros() {
        return escrowMicros;
    }

    /** @param blocks how many there are with all that was done, and the {@code hash} of the last one */
    LedgerHead head(long blocks, Digest hash) {
        return new LedgerHead(round(), supplyMicros, escrowMicros, burnedMicros, blocks, hash);
    }

    public Parameters parameters() {
        return parameters;
    }

    public long balanceMicros(String account) {
        return balances.getOrDefault(account, 0L);
    }

    public @Nullable GrantPosition openGrant(String id) {
        return grants.get(id);
    }

    /** The account that is paid for this box's work: its owner's, or without one that of the box's own id. */
    public String paidFor(String box) {
        return owners.getOrDefault(box, box);
    }

    /** What has changed since this was last asked. */
    public LedgerChanges takeChanges() {
        LedgerChanges taken = changes.toChanges();
        changes = new LedgerChanges.Collector();
        return taken;
    }

    private static boolean isAmount(long micros) {
        return micros > 0 && micros <= MAX_SUPPLY_MICROS;
    }

    private void credit(String account, long micros) {
        long balance = Math.addExact(balanceMicros(account), micros);
        balances.put(account, balance);
        liquidMicros += micros;
        changes.balance(account, balance);
    }

    private void debit(String account, long micros) {
        long balance = balanceMicros(account) - micros;
        if (balance < 0) {
            throw new LedgerBrokenException("account " + account + " would have " + balance + " micro-SKYV");
        }
        balances.put(account, balance);
        liquidMicros -= micros;
        changes.balance(account, balance);
    }

    private void checkInvariants() {
        if (liquidMicros < 0
                || escrowMicros < 0
                || liquidMicros + escrowMicros != supplyMicros
                || supplyMicros > MAX_SUPPLY_MICROS) {
            throw new LedgerBrokenException("liquid " + liquidMicros + " and escrow " + escrowMicros
                    + " are not the supply of " + supplyMicros + " micro-SKYV");
        }
    }
}
