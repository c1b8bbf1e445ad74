package io.skyv.control.economy;

import io.skyv.proto.sign.MalformedException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All money: what each account has free to spend, and running sums of every other place where money can be. Money moves
 * from a place to a place; only minting and burning change the supply.
 */
final class Holdings {
    final Map<String, Account> accounts = new HashMap<>();
    private final long[] heldMicros = new long[Place.values().length];
    private final Touched touched;
    private long supplyMicros;
    private long burnedMicros;
    private long liquidMicros;

    /** Where money can be that is in nobody's hands. */
    enum Place {
        /** In line for pools. */
        PENDING,
        /** In pools. */
        STAKE,
        /** Delegators' parts of fees that nobody has claimed yet. */
        FEES,
        BOX_BONDS,
        LOCKS,
        ESCROW
    }

    Holdings(Touched touched) {
        this.touched = touched;
    }

    long supplyMicros() {
        return supplyMicros;
    }

    /** What there was and is no more. */
    long burnedMicros() {
        return burnedMicros;
    }

    long liquidMicros() {
        return liquidMicros;
    }

    long heldMicros(Place place) {
        return heldMicros[place.ordinal()];
    }

    @Nullable
    Account find(String id) {
        return accounts.get(id);
    }

    long liquidMicros(String id) {
        Account account = accounts.get(id);
        return account == null ? 0 : account.liquidMicros;
    }

    /** The account with this id, with nothing in it if it is new; accounts stay for good, so it may be kept at hand. */
    Account account(String id) {
        Account account = accounts.get(id);
        if (account == null) {
            account = new Account(id);
            accounts.put(id, account);
        }
        return account;
    }

    /** Out of an account's hands into a place. */
    void put(String id, Place place, long micros) {
        put(find(id), id, place, micros);
    }

    /** Out of an account's hands into a place. */
    void put(@Nullable Account account, String id, Place place, long micros) {
        debit(account, id, micros);
        heldMicros[place.ordinal()] += micros;
    }

    /** Out of a place into an account's hands. */
    void give(Place place, String id, long micros) {
        take(place, micros);
        credit(id, micros);
    }

    void move(Place from, Place to, long micros) {
        take(from, micros);
        heldMicros[to.ordinal()] += micros;
    }

    /** Out of a place into an account's hands. */
    void give(Place place, Account account, long micros) {
        take(place, micros);
        credit(account, micros);
    }

    void transfer(Account from, Account to, long micros) {
        debit(from, from.id, micros);
        credit(to, micros);
    }

    void mintTo(String id, long micros) {
        supplyMicros += micros;
        credit(id, micros);
    }

    void mintTo(Account account, long micros) {
        supplyMicros += micros;
        credit(account, micros);
    }

    void mintTo(Place place, long micros) {
        supplyMicros += micros;
        heldMicros[place.ordinal()] += micros;
    }

    void burnFrom(String id, long micros) {
        debit(find(id), id, micros);
        burn(micros);
    }

    void burnFrom(Place place, long micros) {
        take(place, micros);
        burn(micros);
    }

    private void burn(long micros) {
        supplyMicros -= micros;
        burnedMicros = Math.addExact(burnedMicros, micros);
    }

    /** Money as a snapshot has it; {@link #restored} ends this. */
    void restore(String id, long micros) {
        credit(id, micros);
    }

    void restore(Place place, long micros) {
        heldMicros[place.ordinal()] = Math.addExact(heldMicros[place.ordinal()], micros);
    }

    void restored(long supply, long burned) throws MalformedException {
        supplyMicros = supply;
        burnedMicros = burned;
        try {
            check();
        } catch (BrokenBooksException e) {
            throw new MalformedException("not a snapshot: " + e.getMessage(), e);
        }
    }

    private void credit(String id, long micros) {
        if (micros != 0) {
            credit(account(id), micros);
        }
    }

    private void credit(Account account, long micros) {
        account.liquidMicros += micros;
        touched.account(account);
        liquidMicros = Math.addExact(liquidMicros, micros);
    }

    private void debit(@Nullable Account account, String id, long micros) {
        if (micros == 0) {
            return;
        }
        if (account == null || account.liquidMicros < micros) {
            throw new BrokenBooksException("account " + id + " has less than " + micros + " micro-SKYV");
        }
        account.liquidMicros -= micros;
        touched.account(account);
        liquidMicros -= micros;
    }

    private void take(Place place, long micros) {
        long left = heldMicros[place.ordinal()] - micros;
        if (left < 0) {
            throw new BrokenBooksException(place + " would have " + left + " micro-SKYV");
        }
        heldMicros[place.ordinal()] = left;
    }

    /** Everything that is held is the supply, and none of it is negative or over 10¹⁸. */
    void check() {
        long held = liquidMicros;
        for (long micros : heldMicros) {
            held += micros;
        }
        if (held != supplyMicros || liquidMicros < 0 || supplyMicros < 0 || supplyMicros > Economy.MAX_SUPPLY_MICROS) {
            throw new BrokenBooksException("what is held is " + held + " and the supply " + supplyMicros
                    + " micro-SKYV, " + liquidMicros + " of it liquid");
        }
    }
}
