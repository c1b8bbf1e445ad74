package io.skyv.control.identity;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import java.time.Instant;

/**
 * A box that enrolled.
 *
 * @param owner account that is paid for its work; the box's own id where nobody owns it
 * @param operatingSerial serial number of its last operating certificate, in hex
 * @param lastSeen when it last enrolled or ended a session
 */
public record Member(
        BoxId id, AccountId owner, Instant firstSeen, Instant lastSeen, String operatingSerial, boolean revoked) {
    public Member seen(Instant now) {
        return new Member(id, owner, firstSeen, now, operatingSerial, revoked);
    }

    public Member takenBack() {
        return new Member(id, owner, firstSeen, lastSeen, operatingSerial, true);
    }
}
