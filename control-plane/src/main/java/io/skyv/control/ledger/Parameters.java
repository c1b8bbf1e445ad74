package io.skyv.control.ledger;

/**
 * Figures the network agreed on, as far as grants need them.
 *
 * @param protocolFeePpm share of each payment that is burned, in parts per million
 * @param minPricePerGiBMicros lowest price of a grant, in micro-SKYV for 2³⁰ bytes
 */
public record Parameters(long protocolFeePpm, long minPricePerGiBMicros) {
    public static final long PPM = 1_000_000;
    public static final Parameters DEFAULT = new Parameters(100_000, 0);

    public Parameters {
        if (protocolFeePpm < 0 || protocolFeePpm > PPM) {
            throw new IllegalArgumentException("protocolFeePpm must be 0 to 1000000 but is " + protocolFeePpm);
        }
        if (minPricePerGiBMicros < 0 || minPricePerGiBMicros > Ledger.MAX_SUPPLY_MICROS) {
            throw new IllegalArgumentException("minPricePerGiB must be 0 to 10^18 but is " + minPricePerGiBMicros);
        }
    }
}
