package io.skyv.ota.release;

import io.skyv.ota.UpdateException;

/** A release's name for people, MAJOR.MINOR.PATCH; which one is newer is decided by the release counter. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
    public Version {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException("a version has no negative parts");
        }
    }

    /** @throws UpdateException MALFORMED unless it is three numbers without leading zeros */
    public static Version parse(String text) throws UpdateException {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw UpdateException.malformed("a version is like 1.20.3, not \"" + text + "\"");
        }
        return new Version(number(parts[0], text), number(parts[1], text), number(parts[2], text));
    }

    private static int number(String part, String text) throws UpdateException {
        if (!part.matches("0|[1-9][0-9]{0,8}")) {
            throw UpdateException.malformed("a version is like 1.20.3, not \"" + text + "\"");
        }
        return Integer.parseInt(part);
    }

    @Override
    public int compareTo(Version other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
