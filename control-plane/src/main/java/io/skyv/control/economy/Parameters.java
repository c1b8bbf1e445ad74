package io.skyv.control.economy;

import java.util.Arrays;
import java.util.Map;

/** A value for each {@link Parameter}; never changed. */
public final class Parameters {
    public static final long PPM = 1_000_000;
    /** What a network begins with unless its genesis says otherwise. */
    public static final Parameters DEFAULTS = new Parameters(defaults());

    private static final Parameter[] ALL = Parameter.values();

    private final long[] values;

    private Parameters(long[] values) {
        this.values = values;
    }

    private static long[] defaults() {
        Parameter[] all = Parameter.values();
        long[] values = new long[all.length];
        for (Parameter parameter : all) {
            values[parameter.ordinal()] = parameter.byDefault();
        }
        return values;
    }

    /** @throws IllegalArgumentException if one is out of range, or the three pools' shares are together over 10⁶ ppm */
    public Parameters with(Map<Parameter, Long> changes) {
        long[] changed = values.clone();
        changes.forEach((parameter, value) -> {
            if (!parameter.allows(value)) {
                throw new IllegalArgumentException(parameter.inWords() + " cannot be " + value);
            }
            changed[parameter.ordinal()] = value;
        });
        Parameters result = new Parameters(changed);
        if (result.poolSharesPpm() > PPM) {
            throw new IllegalArgumentException("abilityPpm, contributionPpm and bookkeepingPpm are together "
                    + result.poolSharesPpm() + ", which is over " + PPM);
        }
        return result;
    }

    /** Whether {@link #with} would take this one change. */
    boolean allows(Parameter parameter, long value) {
        if (!parameter.allows(value)) {
            return false;
        }
        return switch (parameter) {
            case ABILITY_PPM, CONTRIBUTION_PPM, BOOKKEEPING_PPM -> poolSharesPpm() - get(parameter) + value <= PPM;
            default -> true;
        };
    }

    public long get(Parameter parameter) {
        return values[parameter.ordinal()];
    }

    private long poolSharesPpm() {
        return get(Parameter.ABILITY_PPM) + get(Parameter.CONTRIBUTION_PPM) + get(Parameter.BOOKKEEPING_PPM);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters parameters && Arrays.equals(values, parameters.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : ALL) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(parameter.inWords())
                    .append(' ')
                    .append(get(parameter));
        }
        return text.toString();
    }
}
