package io.skyv.control.ledger;

/** Why an operation was refused; the codes are those of the economics, and part of the journal. */
public enum Refusal {
    ALREADY_BEGUN("already_begun"),
    INVALID_ID("invalid_id"),
    INVALID_AMOUNT("invalid_amount"),
    INSUFFICIENT_FUNDS("insufficient_funds"),
    GRANT_EXISTS("grant_exists"),
    INVALID_GRANT("invalid_grant"),
    UNKNOWN_GRANT("unknown_grant"),
    OVER_GRANT("over_grant"),
    /** The writer's own: an operation id came again with other content. Never in the journal. */
    ID_REUSED("id_reused");

    private final String code;

    Refusal(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** @throws IllegalArgumentException if no refusal has this code */
    public static Refusal ofCode(String code) {
        for (Refusal refusal : values()) {
            if (refusal.code.equals(code)) {
                return refusal;
            }
        }
        throw new IllegalArgumentException("no refusal has the code '" + code + "'");
    }
}
