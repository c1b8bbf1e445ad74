package io.skyv.control.identity;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import java.util.Optional;

/** What makers say of the boxes that they sold. */
public interface BoxesSold {
    /** The account that the box was sold to, if the maker knows. */
    Optional<AccountId> owner(BoxId box);

    /** Whether the maker took its word for this box back. */
    boolean isRevoked(BoxId box);

    /** Looks again, so that what a maker said before this call counts. Blocks for as long as reading a file takes. */
    void refresh();
}
