package io.skyv.ota.client;

/**
 * Bounds on what a repository may make a client do (TUF §5: W, X, Y and Z).
 *
 * @param maxRoots new roots in one refresh
 * @param maxRoles targets roles that one search visits
 */
public record Limits(
        int rootBytes, int timestampBytes, int snapshotBytes, int targetsBytes, int maxRoots, int maxRoles) {
    public static final Limits DEFAULT = new Limits(512_000, 16_384, 2_000_000, 5_000_000, 1024, 32);

    public Limits {
        if (Math.min(Math.min(rootBytes, timestampBytes), Math.min(snapshotBytes, targetsBytes)) < 1
                || maxRoots < 1
                || maxRoles < 1) {
            throw new IllegalArgumentException("every limit is 1 or more");
        }
    }
}
