package io.skyv.box.hardware;

import io.skyv.hardware.profile.BoardProfile.Thermal;

/**
 * How fast the fan runs at a temperature: off below its start, from {@link #LEAST_PERCENT} there to all at its full, straight
 * in between. It stops only when it is cooler by the hysteresis, so that it does not start and stop all the time. Pure.
 */
final class FanCurve {
    /** Fans do not start with less. */
    static final int LEAST_PERCENT = 30;

    private static final int MOST_PERCENT = 100;

    private final Thermal thermal;
    private boolean running;

    FanCurve(Thermal thermal) {
        this.thermal = thermal;
    }

    /** @return 0 to 100 */
    int percent(int millicelsius) {
        int on = thermal.fanOnMillicelsius();
        running = millicelsius >= (running ? on - thermal.hysteresisMillicelsius() : on);
        if (!running) {
            return 0;
        }
        int above = Math.max(0, millicelsius - on);
        int span = thermal.fanFullMillicelsius() - on;
        return (int) Math.min(MOST_PERCENT, LEAST_PERCENT + (long) above * (MOST_PERCENT - LEAST_PERCENT) / span);
    }

    /** Where nobody knows how warm it is, the fan does its most. */
    int percentUnknown() {
        running = true;
        return MOST_PERCENT;
    }
}
