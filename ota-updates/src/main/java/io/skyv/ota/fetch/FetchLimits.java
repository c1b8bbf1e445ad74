package io.skyv.ota.fetch;

/**
 * How long a server may take.
 *
 * @param connectMillis until the connection stands
 * @param silenceMillis without a byte; the status and headers together may take both
 * @param minBytesPerSecond over each window, else it is a slow-retrieval attack
 * @param windowMillis long enough for a home line's hiccups
 */
public record FetchLimits(int connectMillis, int silenceMillis, long minBytesPerSecond, long windowMillis) {
    public static final FetchLimits DEFAULT = new FetchLimits(10_000, 20_000, 1_000, 30_000);

    public FetchLimits {
        if (connectMillis < 1 || silenceMillis < 1 || minBytesPerSecond < 1 || windowMillis < 1) {
            throw new IllegalArgumentException("every limit is 1 or more");
        }
    }
}
