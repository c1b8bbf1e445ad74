package io.skyv.control.projection.store;

import io.skyv.control.journal.KeptBlock;
import io.skyv.control.projection.BookedMovement;
import io.skyv.control.projection.Movement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came into an account's hands or left them. */
@Entity
@Table(name = "projected_movement")
@IdClass(MovementProjection.Key.class)
class MovementProjection {
    @Id
    String account;

    @Id
    long block;

    @Id
    int line;

    long round;

    @Column(name = "time_millis")
    long timeMillis;

    String kind;

    String about;

    @Column(name = "delta_micros")
    long deltaMicros;

    @Column(name = "balance_micros")
    long balanceMicros;

    protected MovementProjection() {}

    /** Its place: by account, then by time. */
    static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        String account = "";
        long block;
        int line;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && account.equals(key.account) && block == key.block && line == key.line;
        }

        @Override
        public int hashCode() {
            return Objects.hash(account, block, line);
        }
    }

    static MovementProjection of(Movement movement, KeptBlock block) {
        MovementProjection row = new MovementProjection();
        row.account = movement.account();
        row.block = movement.block();
        row.line = movement.line();
        row.round = block.changes().totals().round();
        row.timeMillis = block.header().timeMillis();
        row.kind = movement.kind().inWords();
        row.about = movement.about();
        row.deltaMicros = movement.deltaMicros();
        row.balanceMicros = movement.balanceMicros();
        return row;
    }

    BookedMovement toMovement() {
        return new BookedMovement(block, line, round, timeMillis, kind, about, deltaMicros, balanceMicros);
    }
}
