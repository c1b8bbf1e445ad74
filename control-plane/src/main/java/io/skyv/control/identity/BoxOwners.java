package io.skyv.control.identity;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;

/** Where it is entered who is paid for a box's work. */
public interface BoxOwners {
    /** Idempotent; a later owner replaces the earlier one. */
    Uni<Void> assign(BoxId box, AccountId owner);
}
