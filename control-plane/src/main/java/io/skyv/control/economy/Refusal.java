package io.skyv.control.economy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why an operation was refused; the numbers are part of the byte forms, the codes of what is told to people. */
public enum Refusal {
    INVALID_ID(1, "invalid_id"),
    INVALID_AMOUNT(2, "invalid_amount"),
    INVALID_PARAMETER(3, "invalid_parameter"),
    ALREADY_BEGUN(4, "already_begun"),
    NOT_BEGUN(5, "not_begun"),
    INSUFFICIENT_FUNDS(6, "insufficient_funds"),
    UNKNOWN_TRANSCODER(7, "unknown_transcoder"),
    BELOW_MINIMUM_BOND(8, "below_minimum_bond"),
    NOTHING_PENDING(9, "nothing_pending"),
    INSUFFICIENT_STAKE(10, "insufficient_stake"),
    TOO_MANY_LOCKS(11, "too_many_locks"),
    UNKNOWN_LOCK(12, "unknown_lock"),
    STILL_UNBONDING(13, "still_unbonding"),
    NOT_OWNER(14, "not_owner"),
    NOT_ELECTED(15, "not_elected"),
    NOTHING_TO_CLAIM(16, "nothing_to_claim"),
    GRANT_EXISTS(17, "grant_exists"),
    INVALID_GRANT(18, "invalid_grant"),
    UNKNOWN_GRANT(19, "unknown_grant"),
    OVER_GRANT(20, "over_grant"),
    BOX_BONDED(21, "box_bonded"),
    ALREADY_SLASHED(22, "already_slashed");

    private static final Map<Integer, Refusal> BY_NUMBER = new HashMap<>();

    static {
        for (Refusal refusal : values()) {
            BY_NUMBER.put(refusal.number, refusal);
        }
    }

    private final int number;
    private final String code;
    private final Outcome.Refused outcome;

    Refusal(int number, String code) {
        this.number = number;
        this.code = code;
        this.outcome = new Outcome.Refused(this);
    }

    int number() {
        return number;
    }

    public String code() {
        return code;
    }

    /** This refusal as an outcome; always the same one, since refusing must cost nothing. */
    Outcome.Refused outcome() {
        return outcome;
    }

    static @Nullable Refusal ofNumber(int number) {
        return BY_NUMBER.get(number);
    }
}
