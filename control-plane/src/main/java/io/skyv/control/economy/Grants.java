package io.skyv.control.economy;

import static io.skyv.control.economy.Refusal.GRANT_EXISTS;
import static io.skyv.control.economy.Refusal.INSUFFICIENT_FUNDS;
import static io.skyv.control.economy.Refusal.INVALID_GRANT;
import static io.skyv.control.economy.Refusal.INVALID_ID;
import static io.skyv.control.economy.Refusal.OVER_GRANT;
import static io.skyv.control.economy.Refusal.UNKNOWN_GRANT;

import io.skyv.control.economy.Holdings.Place;
import io.skyv.proto.id.Ids;

/** Money set aside for bytes, paid out as receipts come in. */
final class Grants {
    static final long MAX_BYTES = 1L << 50;
    static final long MAX_PRICE_PER_GIB_MICROS = 1_000_000_000_000L;

    private final State state;

    Grants(State state) {
        this.state = state;
    }

    Outcome open(Operation.OpenGrant open) {
        // who is known has a good id
        Account payer = state.money.find(open.payer());
        Box known = state.boxes.get(open.box());
        if (!Ids.isValid(open.id())
                || (payer == null && !Ids.isValid(open.payer()))
                || (known == null && !Ids.isValid(open.box()))) {
            return INVALID_ID.outcome();
        }
        if (state.grants.containsKey(open.id())) {
            return GRANT_EXISTS.outcome();
        }
        if (open.maxBytes() < 1
                || open.maxBytes() > MAX_BYTES
                || open.pricePerGiBMicros() < state.parameter(Parameter.MIN_PRICE_PER_GIB)
                || open.pricePerGiBMicros() > MAX_PRICE_PER_GIB_MICROS
                || open.expiresRound() < state.round) {
            return INVALID_GRANT.outcome();
        }
        long escrow = Escrow.escrowMicros(open.maxBytes(), open.pricePerGiBMicros());
        if (payer == null ? escrow > 0 : escrow > payer.liquidMicros) {
            return INSUFFICIENT_FUNDS.outcome();
        }
        state.money.put(payer, open.payer(), Place.ESCROW, escrow);
        state.addGrant(new Escrow(
                open,
                known == null ? state.box(open.box()) : known,
                state.parameter(Parameter.PROTOCOL_FEE_PPM),
                closesRound(open.expiresRound()),
                escrow));
        return Outcome.Applied.moved(escrow);
    }

    /** The first round that is over expiresRound + settlementRounds; the end of time if there is none. */
    private long closesRound(long expiresRound) {
        long grace = state.parameter(Parameter.SETTLEMENT_ROUNDS) + 1;
        return expiresRound > Long.MAX_VALUE - grace ? Long.MAX_VALUE : expiresRound + grace;
    }

    Outcome receipt(Operation.Receipt receipt) {
        Escrow grant = state.grants.get(receipt.grant());
        if (grant == null) {
            return (Ids.isValid(receipt.grant()) ? UNKNOWN_GRANT : INVALID_ID).outcome();
        }
        long bytes = receipt.cumulativeBytes();
        if (bytes < 0 || bytes > grant.terms.maxBytes()) {
            return OVER_GRANT.outcome();
        }
        if (bytes <= grant.settledBytes) {
            return Outcome.Applied.NOTHING_MOVED;
        }
        long paidBefore = grant.paidMicros;
        long burnedBefore = grant.burnedMicros;
        grant.settle(bytes);
        grant.index = receipt.index();
        grant.preimage = receipt.preimage();
        state.touched.grant(grant);
        return pay(grant, grant.paidMicros - paidBefore, grant.burnedMicros - burnedBefore);
    }

    private Outcome pay(Escrow grant, long paid, long burned) {
        state.money.burnFrom(Place.ESCROW, burned);
        state.money.give(Place.ESCROW, grant.box.payee(state.money), paid - burned);
        if (grant.terms.signed() && burned > 0) {
            state.noted(grant.box).burnedMicros += burned;
            state.touched.box(grant.box);
        }
        return new Outcome.Applied(paid - burned, 0, burned, 0);
    }

    Outcome close(Operation.CloseGrant close) {
        if (!Ids.isValid(close.grant())) {
            return INVALID_ID.outcome();
        }
        Escrow grant = state.grants.get(close.grant());
        return grant == null ? UNKNOWN_GRANT.outcome() : Outcome.Applied.moved(giveBack(grant));
    }

    /** @return what was left, in micro-SKYV */
    long giveBack(Escrow grant) {
        state.removeGrant(grant);
        state.money.give(Place.ESCROW, grant.terms.payer(), grant.leftMicros);
        return grant.leftMicros;
    }
}
