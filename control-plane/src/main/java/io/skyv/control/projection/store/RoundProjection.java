package io.skyv.control.projection.store;

import io.skyv.control.economy.Parameter;
import io.skyv.control.economy.Parameters;
import io.skyv.control.economy.Totals;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.projection.ElectionReport;
import io.skyv.control.projection.Round;
import io.skyv.control.projection.RoundBegun;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A round as it began. */
@Entity
@Table(name = "projected_round")
class RoundProjection {
    @Id
    long number;

    String seed;

    @Column(name = "seed_block")
    long seedBlock;

    long block;

    @Column(name = "time_millis")
    long timeMillis;

    @Column(name = "supply_micros")
    long supplyMicros;

    @Column(name = "stake_micros")
    long stakeMicros;

    @Column(name = "inflation_ppb")
    long inflationPpb;

    @Column(name = "mintable_micros")
    long mintableMicros;

    @Column(name = "minted_micros")
    long mintedMicros;

    @Column(name = "active_set_size")
    long activeSetSize;

    @Column(name = "min_self_bond")
    long minSelfBond;

    @Column(name = "min_online_seconds")
    long minOnlineSeconds;

    @Column(name = "unseated_micros")
    long unseatedMicros;

    @Nullable
    Long draw;

    protected RoundProjection() {}

    static RoundProjection of(RoundBegun begun, ElectionReport election, long seedBlock) {
        KeptBlock block = begun.block();
        Totals totals = block.changes().totals();
        Parameters parameters = block.changes().parameters();
        RoundProjection row = new RoundProjection();
        row.number = begun.number();
        row.seed = begun.seed();
        row.seedBlock = seedBlock;
        row.block = block.number();
        row.timeMillis = block.header().timeMillis();
        row.supplyMicros = totals.supplyMicros();
        row.stakeMicros = totals.stakeMicros();
        row.inflationPpb = totals.inflationPpb();
        row.mintableMicros = totals.mintableMicros();
        row.mintedMicros = begun.mintedMicros();
        row.activeSetSize = parameters.get(Parameter.ACTIVE_SET_SIZE);
        row.minSelfBond = parameters.get(Parameter.MIN_SELF_BOND);
        row.minOnlineSeconds = parameters.get(Parameter.MIN_ONLINE_SECONDS);
        row.unseatedMicros = election.unseatedMicros();
        row.draw = election.draw().isPresent() ? election.draw().getAsLong() : null;
        return row;
    }

    Round toRound() {
        return new Round(
                number,
                seed,
                seedBlock,
                block,
                timeMillis,
                supplyMicros,
                stakeMicros,
                inflationPpb,
                mintableMicros,
                mintedMicros,
                activeSetSize,
                minSelfBond,
                minOnlineSeconds,
                unseatedMicros,
                draw == null ? OptionalLong.empty() : OptionalLong.of(draw));
    }
}
