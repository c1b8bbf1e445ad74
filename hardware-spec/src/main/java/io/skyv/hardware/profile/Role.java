package io.skyv.hardware.profile;

import java.util.Locale;

/** What a line is for; a profile writes it with small letters and hyphens, {@code status-led}. */
public enum Role {
    STATUS_LED(true),
    ACTIVITY_LED(true),
    ALERT_LED(true),
    BUTTON(false),
    TAMPER(false),
    FAN(true),
    IR_CUT(true),
    IR_LIGHT(true);

    private final boolean output;

    Role(boolean output) {
        this.output = output;
    }

    /** Whether the box drives it. */
    public boolean output() {
        return output;
    }

    /** As profiles write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Role parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
