package io.skyv.control.database;

import io.skyv.proto.sign.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the archive on the class path. */
record PostgresPrograms(Path directory) {
    /** Hex digits of the archive's SHA-256 in the directory's name, so that a new release is unpacked beside the old. */
    private static final int NAME_DIGITS = 12;

    /** Unpacks, once, into a directory of its own under {@code parent}. */
    static PostgresPrograms unpack(Path parent) throws IOException, CannotStartException {
        String archive = "/postgres-linux-" + architecture() + ".txz";
        Path target = parent.resolve("programs-" + fingerprint(archive));
        if (!Files.isDirectory(target)) {
            Path fresh = Files.createTempDirectory(parent, "unpacking-");
            try (InputStream in = open(archive);
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
                unpack(tar, fresh);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        }
        removeLeftovers(parent);
        return new PostgresPrograms(target);
    }

    String program(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    private static void unpack(TarArchiveInputStream tar, Path into) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = into.resolve(entry.getName()).normalize();
            if (!file.startsWith(into)) {
                throw new IOException("the archive of PostgreSQL has an entry outside of itself: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(file.resolve("..").normalize());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, file);
                if ((entry.getMode() & 0100) != 0) {
                    file.toFile().setExecutable(true, false);
                }
            }
        }
    }

    private static void removeLeftovers(Path parent) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> children = Files.list(parent)) {
            leftovers = children.filter(child -> child.getFileName().toString().startsWith("unpacking-"))
                    .toList();
        }
        for (Path leftover : leftovers) {
            try (Stream<Path> tree = Files.walk(leftover)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static String fingerprint(String archive) throws IOException, CannotStartException {
        DigestInputStream in = new DigestInputStream(open(archive), Digest.newSha256());
        try (in) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, NAME_DIGITS);
    }

    private static InputStream open(String archive) throws CannotStartException {
        InputStream in = PostgresPrograms.class.getResourceAsStream(archive);
        if (in == null) {
            throw new CannotStartException("There is no PostgreSQL for this machine (" + System.getProperty("os.name")
                    + ", " + System.getProperty("os.arch") + "). Give one with SKYV_DATABASE_URL.");
        }
        return in;
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
    }
}
