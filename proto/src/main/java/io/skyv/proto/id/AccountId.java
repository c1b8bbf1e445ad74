package io.skyv.proto.id;

/** A holder of money in the ledger. */
public record AccountId(String value) implements Comparable<AccountId> {
    public AccountId {
        Ids.check(value, "account id");
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
