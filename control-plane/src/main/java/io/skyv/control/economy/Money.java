package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.ALREADY_BEGUN;
import static io.skyv.control.economy.Refusal.INSUFFICIENT_FUNDS;
import static io.skyv.control.economy.Refusal.INVALID_AMOUNT;
import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.INVALID_PARAMETER;

import io.skyv.proto.id.Ids;
import java.util.Map;
import java.util.Optional;

/** The beginning, transfers, and the figures the network agrees on. */
final class Money {
    private final State state;

    Money(State state) {
        this.state = state;
    }

    static boolean isAmount(long micros) {
        return micros > 0 && micros <= Economy.MAX_SUPPLY_MICROS;
    }

    static boolean isRatio(long ppm) {
        return ppm >= 0 && ppm <= Parameters.PPM;
    }

    Outcome genesis(Operation.Genesis genesis) {
        if (state.money.supplyMicros() != 0 || state.round != 0) {
            return ALREADY_BEGUN.outcome();
        }
        for (Map.Entry<String, Long> entry : genesis.balancesMicros().entrySet()) {
            if (!Ids.isValid(entry.getKey())) {
                return INVALID_ID.outcome();
            }
            if (entry.getValue() <= 0) {
                return INVALID_AMOUNT.outcome();
            }
        }
        return begin(genesis);
    }

    private Outcome begin(Operation.Genesis genesis) {
        long totalMicros = 0;
        for (long micros : genesis.balancesMicros().values()) {
            if (micros > Economy.MAX_SUPPLY_MICROS - totalMicros) {
                return INVALID_AMOUNT.outcome();
            }
            totalMicros += micros;
        }
        state.parameters = genesis.parameters();
        state.inflationPpb = genesis.inflationPpb();
        genesis.balancesMicros().forEach(state.money::mintTo);
        return new Outcome.Applied(0, totalMicros, 0, 0);
    }

    Outcome transfer(Operation.Transfer transfer) {
        // who is known has a good id
        Account debit = state.money.find(transfer.debit());
        Account credit = state.money.find(transfer.credit());
        if ((debit == null && !Ids.isValid(transfer.debit())) || (credit == null && !Ids.isValid(transfer.credit()))) {
            return INVALID_ID.outcome();
        }
        long amount = transfer.amountMicros();
        if (!isAmount(amount)) {
            return INVALID_AMOUNT.outcome();
        }
        if (debit == null || amount > debit.liquidMicros) {
            return INSUFFICIENT_FUNDS.outcome();
        }
        state.money.transfer(debit, credit == null ? state.money.account(transfer.credit()) : credit, amount);
        return Outcome.Applied.moved(amount);
    }

    /** The three pools' shares are held against those that will be in effect together with this one. */
    Outcome setParameter(Operation.SetParameter set) {
        Optional<Parameter> parameter = Parameter.named(set.name());
        if (parameter.isEmpty() || !state.parameters.with(state.changes).allows(parameter.get(), set.value())) {
            return INVALID_PARAMETER.outcome();
        }
        state.changes.put(parameter.get(), set.value());
        return Outcome.Applied.NOTHING_MOVED;
    }
}
