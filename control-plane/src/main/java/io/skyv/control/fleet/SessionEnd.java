package io.skyv.control.fleet;

import java.util.Locale;

/** Why a box's session is over. */
public enum SessionEnd {
    /** The box ended it. */
    LEFT,
    /** The connection was closed without a word: the box was killed, or something between it and us. */
    BROKEN,
    /** The same box opened another one. */
    REPLACED,
    /** Nothing was heard from the box for too long. */
    SILENT,
    /** The box is no longer a member. */
    REVOKED,
    /** The certificate that the box came with has ended. */
    EXPIRED,
    /** The box said what no box may say. */
    MISBEHAVED;

    /** As metrics and logs say it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
