package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * The state machine. The same operations in the same order give the same outcomes and the same state, on every machine.
 * Checks run in the order in which the economics have them; the first that fails names the refusal, and a refused
 * operation changes nothing. Not for more than one thread.
 */
public final class Economy {
    /** All money there can be. */
    public static final long MAX_SUPPLY_MICROS = 1_000_000_000_000_000_000L;
    /** Inflation of 100 % a round, and the parts that inflation is counted in. */
    public static final long MAX_INFLATION_PPB = 1_000_000_000;
    /** What inflation begins with unless the genesis says otherwise. */
    public static final long DEFAULT_INFLATION_PPB = 219_000;

    private final State state;
    private final Money money;
    private final Staking staking;
    private final Locks locks;
    private final Fees fees;
    private final Boxes boxes;
    private final Grants grants;
    private final Slashing slashing;
    private final RoundStart rounds;

    /** An empty one; its genesis brings the parameters. */
    public Economy() {
        this(Parameters.DEFAULTS, DEFAULT_INFLATION_PPB);
    }

    /** @param parameters those in effect before the genesis */
    public Economy(Parameters parameters, long inflationPpb) {
        this(new State(parameters, inflationPpb));
    }

    Economy(State state) {
        this.state = state;
        this.money = new Money(state);
        this.staking = new Staking(state);
        this.locks = new Locks(state);
        this.fees = new Fees(state);
        this.boxes = new Boxes(state);
        this.grants = new Grants(state);
        this.slashing = new Slashing(state);
        this.rounds = new RoundStart(state, grants);
    }

    /**
     * Does {@code operation} whole or not at all.
     *
     * @throws BrokenBooksException if afterwards the money held is not the supply, or something is negative
     */
    public Outcome apply(Operation operation) {
        Outcome outcome = decide(operation);
        state.money.check();
        return outcome;
    }

    private Outcome decide(Operation operation) {
        return switch (operation) {
            case Operation.Receipt receipt -> grants.receipt(receipt);
            case Operation.Transfer transfer -> money.transfer(transfer);
            case Operation.OpenGrant open -> grants.open(open);
            case Operation.CloseGrant close -> grants.close(close);
            case Operation.TranscodeFee fee -> fees.transcodeFee(fee);
            case Operation.ClaimFees claim -> fees.claimFees(claim);
            case Operation.Bond bond -> staking.bond(bond);
            case Operation.CancelPending cancel -> staking.cancelPending(cancel);
            case Operation.Unbond unbond -> staking.unbond(unbond);
            case Operation.Withdraw withdraw -> locks.withdraw(withdraw);
            case Operation.Rebond rebond -> locks.rebond(rebond);
            case Operation.Register register -> staking.register(register);
            case Operation.Resign resign -> staking.resign(resign);
            case Operation.Availability availability -> staking.availability(availability);
            case Operation.Online online -> boxes.online(online);
            case Operation.Cosigned cosigned -> boxes.cosigned(cosigned);
            case Operation.AssignBox assign -> boxes.assign(assign);
            case Operation.BondBox bond -> boxes.bond(bond);
            case Operation.UnbondBox unbond -> boxes.unbond(unbond);
            case Operation.Slash slash -> slashing.slash(slash);
            case Operation.SlashBox slash -> slashing.slashBox(slash);
            case Operation.SetParameter set -> money.setParameter(set);
            case Operation.StartRound start -> rounds.start(start);
            case Operation.Genesis genesis -> money.genesis(genesis);
        };
    }

    public long round() {
        return state.round;
    }

    public long supplyMicros() {
        return state.money.supplyMicros();
    }

    /** What {@code account} has free to spend, in micro-SKYV. */
    public long balanceMicros(String account) {
        return state.money.liquidMicros(account);
    }

    public Parameters parameters() {
        return state.parameters;
    }

    /** Where all money is. */
    public Totals totals() {
        return state.totals();
    }

    /** What has changed since this or {@link #takeEverything} was last called. */
    public Changes takeChanges() {
        return state.touched.take(state);
    }

    /** All there is, as if all of it had changed; costs as much as there is. */
    public Changes takeEverything() {
        state.touched.everythingOf(state);
        return state.touched.take(state);
    }

    /** What has changed until now is of no interest. */
    public void forgetChanges() {
        state.touched.forget();
    }

    /** A copy of where everything stands; costs as much as there is. */
    public Standing standing() {
        return Standing.of(state);
    }

    /**
     * Hands out the records of a snapshot, one after the other, {@code docs/ledger-encoding.md}; equal states give equal
     * records.
     */
    public void writeSnapshot(Consumer<byte[]> records) {
        SnapshotWriter.write(state, records);
    }

    /**
     * The state machine as it was when the records were written.
     *
     * @throws MalformedException if they are no snapshot; that they are the right one is for {@link #stateHash} to tell
     */
    public static Economy readSnapshot(Iterator<byte[]> records) throws MalformedException {
        return new Economy(SnapshotReader.read(records));
    }

    /** SHA-256 over all that is remembered: equal for equal states, whatever led to them. Costs as much as there is. */
    public Digest stateHash() {
        return SnapshotWriter.hash(state);
    }

    State state() {
        return state;
    }
}
