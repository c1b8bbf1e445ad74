package io.skyv.box.hardware;

import io.skyv.hardware.light.BoxSign;

/**
 * How the box is, as far as its LEDs say it.
 *
 * @param serving it answers requests
 * @param connected it has a session with the control plane
 * @param streaming its camera's stream goes out
 * @param updating an update is being installed
 * @param faulty something keeps it from its work
 */
public record BoxCondition(boolean serving, boolean connected, boolean streaming, boolean updating, boolean faulty) {
    /** What the LEDs say of it, where nobody holds the button. */
    BoxSign sign() {
        if (updating) {
            return BoxSign.UPDATING;
        }
        if (!serving) {
            return BoxSign.BOOTING;
        }
        if (faulty) {
            return BoxSign.FAULT;
        }
        if (!connected) {
            return BoxSign.UNCLAIMED;
        }
        return streaming ? BoxSign.STREAMING : BoxSign.ONLINE;
    }
}
