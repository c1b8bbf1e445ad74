package io.skyv.hardware.light;

/**
 * What a LED does over time. It is a row of steps of {@link #STEP_MILLIS}, over and over: {@code #} lit, {@code .} dark.
 *
 * @param steps one to {@link #MAX_STEPS} of them
 */
public record LedPattern(String steps) {
    /** How long a step is. An eye tells 100 ms from 200 ms. */
    public static final int STEP_MILLIS = 100;

    static final int MAX_STEPS = 40;

    public static final LedPattern OFF = new LedPattern(".");
    public static final LedPattern ON = new LedPattern("#");

    public LedPattern {
        if (!steps.matches("[#.]{1," + MAX_STEPS + "}")) {
            throw new IllegalArgumentException("a pattern is 1 to " + MAX_STEPS + " of # and ., not \"" + steps + "\"");
        }
    }

    /** @param sinceMillis since the pattern began, 0 or more */
    public boolean litAt(long sinceMillis) {
        return steps.charAt(stepAt(sinceMillis)) == '#';
    }

    /** How long it will be as it is, in ms; {@link Long#MAX_VALUE} if it never changes. */
    public long millisToChange(long sinceMillis) {
        boolean lit = litAt(sinceMillis);
        long boundary = STEP_MILLIS - sinceMillis % STEP_MILLIS;
        for (int i = 0; i < steps.length(); i++) {
            if (litAt(sinceMillis + boundary + (long) i * STEP_MILLIS) != lit) {
                return boundary + (long) i * STEP_MILLIS;
            }
        }
        return Long.MAX_VALUE;
    }

    /** How long it is, in ms. */
    public long periodMillis() {
        return (long) steps.length() * STEP_MILLIS;
    }

    private int stepAt(long sinceMillis) {
        return (int) (sinceMillis / STEP_MILLIS % steps.length());
    }
}
