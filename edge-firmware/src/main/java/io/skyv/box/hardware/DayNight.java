package io.skyv.box.hardware;

import java.time.Duration;

/**
 * Day or night, by how bright the picture is: the infrared filter is in the light's way by day, and the infrared light is on by
 * night. It changes only when the picture has been of the other kind for a while, so that headlights make no day; after a change
 * the picture is another one, and has its time to settle. Pure.
 */
final class DayNight {
    /** Mean brightness below which it is night, 0 to 255. */
    static final int NIGHT_BELOW = 32;

    /** Above which it is day; a night's picture is lit by infrared light, so this is far from the other. */
    static final int DAY_ABOVE = 110;

    /** How long it must have been so. */
    static final Duration STEADY = Duration.ofSeconds(10);

    private boolean day = true;
    private boolean turning;
    private long sinceNanos;

    /** @return whether it is day now */
    boolean day(int brightness, long nowNanos) {
        boolean other = day ? brightness < NIGHT_BELOW : brightness > DAY_ABOVE;
        if (!other) {
            turning = false;
        } else if (!turning) {
            turning = true;
            sinceNanos = nowNanos;
        } else if (nowNanos - sinceNanos >= STEADY.toNanos()) {
            day = !day;
            turning = false;
        }
        return day;
    }
}
