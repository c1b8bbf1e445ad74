package io.skyv.control.identity;

import java.util.Locale;

/** Why a certificate or an enrolment is refused. */
public enum Refusal {
    NO_CERTIFICATE,
    UNKNOWN_CA,
    EXPIRED,
    NOT_A_BOX,
    WRONG_KEY,
    REVOKED,
    UNKNOWN_BOX,
    OPERATING_NEEDED,
    MALFORMED_REQUEST,
    BIRTH_KEY_REUSED;

    /** As metrics say it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
