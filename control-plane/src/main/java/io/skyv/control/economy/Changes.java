package io.skyv.control.economy;

import java.util.List;
import java.util.Map;

/**
 * What some operations changed, as it was after the last of them; each thing once, and what did not change left out.
 *
 * @param totals where all money is
 * @param parameters those in effect
 * @param seats all of them, by rank and then the one by lot
 * @param balancesMicros by account, in micro-SKYV
 * @param positions those with nothing left too
 * @param locks those that are gone too, with nothing in them
 * @param openGrants new ones and those a receipt changed, by id
 * @param closedGrants by id
 */
public record Changes(
        Totals totals,
        Parameters parameters,
        List<SeatStanding> seats,
        Map<String, Long> balancesMicros,
        List<TranscoderStanding> transcoders,
        List<PositionStanding> positions,
        List<BoxStanding> boxes,
        List<LockStanding> locks,
        Map<String, GrantPosition> openGrants,
        Map<String, GrantPosition> closedGrants) {}
