package io.skyv.control.projection.store;

import io.skyv.control.economy.Changes;
import io.skyv.control.economy.LockStanding;
import io.skyv.control.economy.PositionStanding;
import io.skyv.control.projection.BlockReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows that some blocks come to: new ones, and of those that several blocks changed the last. */
final class BlockRows {
    final List<BlockProjection> blocks = new ArrayList<>();
    final List<MovementProjection> movements = new ArrayList<>();
    final List<RoundProjection> rounds = new ArrayList<>();
    final List<StandingProjection> standings = new ArrayList<>();
    /** By round. */
    final Map<Long, Set<String>> available = new TreeMap<>();

    final Map<String, AccountProjection> accounts = new LinkedHashMap<>();
    final Map<String, TranscoderProjection> transcoders = new LinkedHashMap<>();
    final Map<String, PositionProjection> positions = new LinkedHashMap<>();
    final Set<String> positionsGone = new HashSet<>();
    final Map<Long, LockProjection> locks = new LinkedHashMap<>();
    final Set<Long> locksGone = new HashSet<>();
    final Map<String, BoxProjection> boxes = new LinkedHashMap<>();
    final Map<String, GrantProjection> grants = new LinkedHashMap<>();

    BlockRows(List<BlockReport> reports) {
        reports.forEach(this::add);
    }

    private void add(BlockReport report) {
        blocks.add(BlockProjection.of(report.block()));
        report.movements().forEach(movement -> movements.add(MovementProjection.of(movement, report.block())));
        Changes changes = report.block().changes();
        report.begun().ifPresent(round -> {
            rounds.add(RoundProjection.of(round.begun(), round.election(), round.seedBlock()));
            round.election()
                    .standings()
                    .forEach(one ->
                            standings.add(StandingProjection.of(round.begun().number(), one)));
        });
        if (!report.available().isEmpty()) {
            available
                    .computeIfAbsent(changes.totals().round(), _ -> new TreeSet<>())
                    .addAll(report.available());
        }
        change(changes);
    }

    private void change(Changes changes) {
        changes.balancesMicros()
                .forEach((account, micros) -> accounts.put(account, AccountProjection.of(account, micros)));
        changes.transcoders().forEach(one -> transcoders.put(one.id(), TranscoderProjection.of(one)));
        changes.positions().forEach(this::position);
        changes.locks().forEach(this::lock);
        changes.boxes().forEach(one -> boxes.put(one.id(), BoxProjection.of(one)));
        changes.openGrants().forEach((id, grant) -> grants.put(id, GrantProjection.of(grant, true)));
        changes.closedGrants().forEach((id, grant) -> grants.put(id, GrantProjection.of(grant, false)));
    }

    private void position(PositionStanding one) {
        PositionProjection row = PositionProjection.of(one);
        if (one.isGone()) {
            positions.remove(row.id);
            positionsGone.add(row.id);
        } else {
            positions.put(row.id, row);
            positionsGone.remove(row.id);
        }
    }

    /** Numbers of locks are not used again. */
    private void lock(LockStanding one) {
        if (one.micros() == 0) {
            locks.remove(one.number());
            locksGone.add(one.number());
        } else {
            locks.put(one.number(), LockProjection.of(one));
        }
    }
}
