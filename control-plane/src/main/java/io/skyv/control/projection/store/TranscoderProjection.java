package io.skyv.control.projection.store;

import io.skyv.control.economy.TranscoderStanding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transcoder and its pool; shares and factor as decimal digits, since they have no bound. */
@Entity
@Table(name = "projected_transcoder")
class TranscoderProjection {
    @Id
    String id;

    long registration;

    @Column(name = "price_micros")
    long priceMicros;

    @Column(name = "next_price_micros")
    long nextPriceMicros;

    @Column(name = "cut_ppm")
    long cutPpm;

    @Column(name = "fee_share_ppm")
    long feeSharePpm;

    @Column(name = "notice_round")
    @Nullable
    Long noticeRound;

    @Column(name = "notice_cut_ppm")
    @Nullable
    Long noticeCutPpm;

    @Column(name = "notice_share_ppm")
    @Nullable
    Long noticeSharePpm;

    boolean resigned;

    @Column(name = "jailed_until")
    long jailedUntil;

    @Column(name = "stake_micros")
    long stakeMicros;

    String shares;

    @Column(name = "fee_factor")
    String feeFactor;

    @Column(name = "fees_micros")
    long feesMicros;

    protected TranscoderProjection() {}

    static TranscoderProjection of(TranscoderStanding one) {
        TranscoderProjection row = new TranscoderProjection();
        row.id = one.id();
        row.registration = one.registration();
        row.priceMicros = one.priceMicros();
        row.nextPriceMicros = one.nextPriceMicros();
        row.cutPpm = one.blockRewardCutPpm();
        row.feeSharePpm = one.feeSharePpm();
        one.notice().ifPresent(row::note);
        row.resigned = one.resigned();
        row.jailedUntil = one.jailedUntil();
        row.stakeMicros = one.stakeMicros();
        row.shares = one.shares().toString();
        row.feeFactor = one.feeFactor().toString();
        row.feesMicros = one.feesMicros();
        return row;
    }

    private void note(TranscoderStanding.Notice notice) {
        noticeRound = notice.dueRound();
        noticeCutPpm = notice.blockRewardCutPpm();
        noticeSharePpm = notice.feeSharePpm();
    }

    TranscoderStanding toStanding() {
        Optional<TranscoderStanding.Notice> notice =
                noticeRound == null || noticeCutPpm == null || noticeSharePpm == null
                        ? Optional.empty()
                        : Optional.of(new TranscoderStanding.Notice(noticeCutPpm, noticeSharePpm, noticeRound));
        return new TranscoderStanding(
                id,
                registration,
                priceMicros,
                nextPriceMicros,
                cutPpm,
                feeSharePpm,
                notice,
                resigned,
                jailedUntil,
                stakeMicros,
                new BigInteger(shares),
                new BigInteger(feeFactor),
                feesMicros);
    }
}
