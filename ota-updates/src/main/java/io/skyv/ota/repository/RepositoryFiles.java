package io.skyv.ota.repository;

import io.skyv.ota.disk.Directory;
import io.skyv.ota.disk.Disk;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.metadata.Hashes;
import io.skyv.ota.metadata.TargetFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of a repository, each there whole or not at all. Target files are never held in memory. */
final class RepositoryFiles {
    private static final int MAX_METADATA_BYTES = 16 << 20;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Path directory;
    private final Disk metadata;

    RepositoryFiles(Path directory, Disk metadata) {
        this.directory = directory;
        this.metadata = metadata;
    }

    static RepositoryFiles at(Path directory) throws IOException {
        return new RepositoryFiles(directory, Directory.at(directory.resolve("metadata")));
    }

    Optional<byte[]> metadata(String name) throws IOException {
        return metadata.read(name, MAX_METADATA_BYTES);
    }

    void writeMetadata(String name, byte[] bytes) throws IOException {
        metadata.replace(name, bytes);
    }

    Optional<byte[]> newestRoot() throws IOException {
        TreeMap<Long, String> roots = new TreeMap<>();
        for (String name : metadata.names()) {
            if (name.matches("[1-9][0-9]{0,17}\\.root\\.json")) {
                roots.put(Long.parseLong(name.substring(0, name.indexOf('.'))), name);
            }
        }
        return roots.isEmpty() ? Optional.empty() : metadata(roots.lastEntry().getValue());
    }

    TargetFile addTarget(Path file, String path, Json.Members custom) throws IOException {
        Path draft = Files.createTempFile(Files.createDirectories(directory.resolve("targets")), ".new-", "");
        try {
            TargetFile target = copy(file, draft, path, custom);
            Path place = place(target);
            Directory into = Directory.at(place.resolveSibling(""));
            Files.move(draft, place, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            into.force();
            return target;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** By its plain name: servers decode what clients encode. No part of the path may lead elsewhere. */
    Path place(TargetFile target) throws IOException {
        String path = target.path();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
                throw new IOException("\"" + path + "\" is no path for a file of a repository");
            }
        }
        int name = path.lastIndexOf('/') + 1;
        String stored = path.substring(0, name) + target.hashes().preferredHex() + "." + path.substring(name);
        return directory.resolve("targets").resolve(stored);
    }

    private static TargetFile copy(Path from, Path to, String path, Json.Members custom) throws IOException {
        MessageDigest digest = Digests.of(Digests.SHA256);
        long length = 0;
        Directory into = Directory.at(to.resolveSibling(""));
        try (InputStream in = Files.newInputStream(from);
                var out = into.create(String.valueOf(to.getFileName()))) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                out.write(chunk, n);
                digest.update(chunk, 0, n);
                length += n;
            }
            out.force();
        }
        Hashes hashes = new Hashes(Map.of(Digests.SHA256, HexFormat.of().formatHex(digest.digest())));
        return new TargetFile(path, length, hashes, custom);
    }

    boolean hasTarget(TargetFile target) throws IOException {
        Path place = place(target);
        return Files.isRegularFile(place) && Files.size(place) == target.lengthBytes();
    }
}
