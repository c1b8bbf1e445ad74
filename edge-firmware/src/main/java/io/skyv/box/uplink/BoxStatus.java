package io.skyv.box.uplink;

import io.skyv.proto.id.StreamId;
import java.util.Set;

/**
 * What a heartbeat says.
 *
 * @param carriedStreams streams that this box can serve now, its own and relayed ones
 * @param openGrants grants presented here that have not ended
 * @param egressBytes media bytes served since the box started
 */
public record BoxStatus(Set<StreamId> carriedStreams, int openGrants, long egressBytes) {
    public BoxStatus {
        carriedStreams = Set.copyOf(carriedStreams);
    }
}
