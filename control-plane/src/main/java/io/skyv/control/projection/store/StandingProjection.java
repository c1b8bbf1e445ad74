package io.skyv.control.projection.store;

import io.skyv.control.projection.Candidacy;
import io.skyv.control.projection.RoundStanding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A transcoder as it was when a round started, and what came of it. */
@Entity
@Table(name = "projected_standing")
@IdClass(StandingProjection.Key.class)
class StandingProjection {
    @Id
    long round;

    @Id
    String transcoder;

    long registration;

    @Column(name = "stake_micros")
    long stakeMicros;

    @Column(name = "own_micros")
    long ownMicros;

    boolean candidate;

    int place;

    String seat;

    boolean available;

    protected StandingProjection() {}

    /** A transcoder in a round. */
    static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        long round;
        String transcoder = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && round == key.round && transcoder.equals(key.transcoder);
        }

        @Override
        public int hashCode() {
            return Objects.hash(round, transcoder);
        }
    }

    static StandingProjection of(long round, Candidacy one) {
        StandingProjection row = new StandingProjection();
        row.round = round;
        row.transcoder = one.transcoder();
        row.registration = one.registration();
        row.stakeMicros = one.stakeMicros();
        row.ownMicros = one.ownMicros();
        row.candidate = one.candidate();
        row.place = one.place();
        row.seat = one.seat().inWords();
        return row;
    }

    RoundStanding toStanding() {
        return new RoundStanding(transcoder, registration, stakeMicros, ownMicros, candidate, place, seat, available);
    }
}
