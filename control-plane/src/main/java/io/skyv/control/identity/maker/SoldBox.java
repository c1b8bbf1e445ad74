package io.skyv.control.identity.maker;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A box in the maker's register.
 *
 * @param boughtBy null where the maker does not know
 */
public record SoldBox(BoxId id, @Nullable AccountId boughtBy, Instant issuedAt, boolean revoked) {
    public Optional<AccountId> owner() {
        return Optional.ofNullable(boughtBy);
    }

    SoldBox boughtBy(AccountId account) {
        return new SoldBox(id, account, issuedAt, revoked);
    }

    SoldBox takenBack() {
        return new SoldBox(id, boughtBy, issuedAt, true);
    }
}
