package io.skyv.control.identity;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The boxes that enrolled. Questions are answered from memory; what changes is on disk before it is said to be. */
public interface Members {
    Optional<Member> find(BoxId box);

    /** In order of their ids. */
    List<Member> all();

    /** {@code box} got an operating certificate with this serial number (hex). */
    Uni<Member> enrolled(BoxId box, AccountId owner, String operatingSerial, Instant now);

    /** Kept in the background: it is for people to look at, and nothing waits for it. */
    void seen(BoxId box, Instant now);
}
