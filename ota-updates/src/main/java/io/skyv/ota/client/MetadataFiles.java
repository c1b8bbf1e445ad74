package io.skyv.ota.client;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.metadata.PercentEncoded;
import java.io.IOException;
import java.util.Optional;

/** Trusted metadata on the disk, byte for byte as it was received, each role in ROLE.json. */
final class MetadataFiles {
    private final Disk disk;

    MetadataFiles(Disk disk) {
        this.disk = disk;
    }

    /** What is longer than it may be was stored under other bounds, and is as good as not there. */
    Optional<byte[]> read(String role, int maxBytes) throws UpdateException {
        try {
            if (disk.sizeBytes(name(role)).orElse(0) > maxBytes) {
                return Optional.empty();
            }
            return disk.read(name(role), maxBytes);
        } catch (IOException e) {
            throw new UpdateException(Problem.DISK, "can't read the stored " + role + ": " + e.getMessage(), e);
        }
    }

    void write(String role, byte[] bytes) throws UpdateException {
        try {
            disk.replace(name(role), bytes);
        } catch (IOException e) {
            throw new UpdateException(
                    Problem.DISK, "can't store " + role + ", is the disk full or read-only? " + e.getMessage(), e);
        }
    }

    /** On the disk when it returns. */
    void delete(String first, String second) throws UpdateException {
        try {
            disk.delete(name(first));
            disk.delete(name(second));
            disk.force();
        } catch (IOException e) {
            throw new UpdateException(
                    Problem.DISK, "can't delete the stored " + first + " and " + second + ": " + e.getMessage(), e);
        }
    }

    private static String name(String role) {
        return PercentEncoded.name(role) + ".json";
    }
}
