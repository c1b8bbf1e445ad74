package io.skyv.ota.client;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.metadata.Hashes;
import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.TargetFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * A target from the first mirror that gives all of it, straight to the disk (TUF §5.7). What came before a cut stays in a
 * file by the target's hash, and is gone on with; it gets the target's name only when its hash is right.
 */
final class TargetDownload {
    private static final String PART = ".part";
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Disk disk;
    private final List<Mirror> mirrors;
    private final Transport transport;
    private final BoundedBytes bytes;

    TargetDownload(Disk disk, List<Mirror> mirrors, Transport transport, BoundedBytes bytes) {
        this.disk = disk;
        this.mirrors = mirrors;
        this.transport = transport;
        this.bytes = bytes;
    }

    String fetch(TargetFile target, boolean consistent) throws UpdateException {
        if (target.hashes().preferredHex().isEmpty()) {
            throw new UpdateException(
                    Problem.MISMATCH, "none of the hashes of " + target.path() + " is one that this client knows");
        }
        String name = PercentEncoded.name(target.path());
        try {
            if (!isThere(name, target)) {
                String part = target.hashes().preferredHex() + PART;
                dropOtherParts(part);
                fetchInto(part, target, consistent);
                disk.rename(part, name);
                disk.force();
            }
            return name;
        } catch (IOException e) {
            throw diskFailed(target, e);
        }
    }

    private boolean isThere(String name, TargetFile target) throws IOException {
        OptionalLong size = disk.sizeBytes(name);
        if (size.isEmpty() || size.getAsLong() != target.lengthBytes()) {
            return false;
        }
        Hashes.Running hashes = target.hashes().start();
        readInto(hashes, name);
        return hashes.match();
    }

    /** Of downloads that were given up: at most one is kept. */
    private void dropOtherParts(String part) throws IOException {
        for (String name : disk.names()) {
            if (name.endsWith(PART) && !name.equals(part)) {
                disk.delete(name);
            }
        }
    }

    private void fetchInto(String part, TargetFile target, boolean consistent) throws IOException, UpdateException {
        UpdateException failed = wrong(target);
        for (Mirror mirror : mirrors) {
            try {
                boolean resumed = disk.sizeBytes(part).orElse(0) > 0;
                boolean fetched = fetchFrom(mirror, part, target, consistent);
                if (!fetched && resumed) {
                    // what was there before may have been the wrong half of it
                    fetched = fetchFrom(mirror, part, target, consistent);
                }
                if (fetched) {
                    return;
                }
            } catch (UpdateException e) {
                if (e.problem() == Problem.DISK) {
                    throw e;
                }
                failed = e;
            }
        }
        throw failed;
    }

    /** @return is the part now the target? If not, it is gone. */
    private boolean fetchFrom(Mirror mirror, String part, TargetFile target, boolean consistent)
            throws IOException, UpdateException {
        long have = disk.sizeBytes(part).orElse(0);
        if (have > target.lengthBytes()) {
            disk.delete(part);
            have = 0;
        }
        Hashes.Running hashes = target.hashes().start();
        if (have == target.lengthBytes() && have > 0) {
            readInto(hashes, part);
        } else {
            hashes = receive(mirror, part, target, consistent, have);
        }
        OptionalLong size = disk.sizeBytes(part);
        if (size.isPresent() && size.getAsLong() == target.lengthBytes() && hashes.match()) {
            return true;
        }
        disk.delete(part);
        return false;
    }

    private Hashes.Running receive(Mirror mirror, String part, TargetFile target, boolean consistent, long have)
            throws IOException, UpdateException {
        Hashes.Running hashes = target.hashes().start();
        try (Transport.Body body = transport.open(mirror.target(target, consistent), have)) {
            if (body.fromByte() > 0) {
                readInto(hashes, part);
            }
            try (Disk.Output out = body.fromByte() > 0 ? disk.append(part) : disk.create(part)) {
                long got = bytes.pump(body, target.lengthBytes() - body.fromByte(), (chunk, length) -> {
                    write(out, chunk, length, target);
                    hashes.update(chunk, length);
                });
                out.force();
                if (body.fromByte() + got < target.lengthBytes()) {
                    throw new UpdateException(
                            Problem.UNREACHABLE,
                            target.path() + " broke off after " + (body.fromByte() + got) + " of "
                                    + target.lengthBytes() + " bytes; the next try goes on from there");
                }
            }
        } catch (UpdateException e) {
            if (e.problem() == Problem.TOO_LONG || e.problem() == Problem.DISK) {
                disk.delete(part); // of no use, or the disk's room is wanted
            }
            throw e;
        }
        return hashes;
    }

    private static void write(Disk.Output out, byte[] chunk, int length, TargetFile target) throws UpdateException {
        try {
            out.write(chunk, length);
        } catch (IOException e) {
            throw diskFailed(target, e);
        }
    }

    private void readInto(Hashes.Running hashes, String name) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = disk.open(name).orElseThrow(() -> new IOException(name + " is gone"))) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                hashes.update(chunk, length);
            }
        }
    }

    private static UpdateException wrong(TargetFile target) {
        return new UpdateException(Problem.MISMATCH, target.path() + " has not the hash that was promised");
    }

    private static UpdateException diskFailed(TargetFile target, IOException e) {
        return new UpdateException(
                Problem.DISK,
                "can't store " + target.path() + " of " + target.lengthBytes()
                        + " bytes, is the disk full or read-only? " + e.getMessage(),
                e);
    }
}
