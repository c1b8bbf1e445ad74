package io.skyv.control.economy;

import java.util.Optional;

/**
 * A box, and what is known of it in the running round.
 *
 * @param owner who is paid for it and can bond for it
 * @param bondMicros micro-SKYV
 * @param heads of {@code headsOf} checkpoint heads it cosigned so many
 * @param burnedMicros fees burned on its signed traffic, in micro-SKYV
 */
public record BoxStanding(
        String id,
        Optional<String> owner,
        long bondMicros,
        long capacityKbps,
        long onlineSeconds,
        boolean qualified,
        long heads,
        long headsOf,
        long burnedMicros) {
    static BoxStanding of(Box box) {
        return new BoxStanding(
                box.id,
                Optional.ofNullable(box.owner),
                box.bondMicros,
                box.capacityKbps,
                box.onlineSeconds,
                box.qualified,
                box.heads,
                box.headsOf,
                box.burnedMicros);
    }
}
