package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.image.Delta;
import io.skyv.ota.image.FullImage;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Digests;
import io.skyv.ota.release.ReleaseManifest;
import io.skyv.ota.release.ReleaseManifest.DeltaFrom;
import io.skyv.ota.release.Version;
import io.skyv.ota.repository.RepositoryWriter;
import io.skyv.ota.repository.TargetsDraft;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * All files of a release: the image as zstd, deltas from the images of the releases before it, the list of what is in it, and
 * the manifest that says what they are. Each image and delta is tried before it is taken.
 */
final class WholeRelease {
    static final int MAX_SBOM_BYTES = 16 << 20;

    private final RepositoryWriter repository;
    private final Path work;
    private final PrintStream out;

    /**
     * What a person asks for.
     *
     * @param directory of the repository, where the firmware of these boards is, without a slash at its end
     * @param counter one more than the last one's unless said otherwise
     * @param deltas from how many releases before it
     */
    record Asked(
            Path image,
            String directory,
            Version version,
            OptionalLong counter,
            Version minimum,
            Set<String> profiles,
            Map<String, String> components,
            Path sbom,
            Map<String, String> notes,
            int deltas) {}

    /** @param work an empty directory, as large as three images */
    WholeRelease(RepositoryWriter repository, Path work, PrintStream out) {
        this.repository = repository;
        this.work = work;
        this.out = out;
    }

    /** The draft with the release in it, and without the deltas to the one before. */
    TargetsDraft add(TargetsDraft draft, Asked asked) throws IOException, UpdateException {
        List<EarlierRelease> earlier = EarlierRelease.in(draft, asked.directory());
        long counter = counter(asked, earlier);
        checkSbom(asked.sbom());
        String prefix = asked.directory() + "/";
        String name = "firmware-" + asked.version();
        byte[] hash = sha256(asked.image());
        Path compressed = compress(asked.image(), hash);
        ReleaseManifest.Image image = new ReleaseManifest.Image(
                prefix + name + ".zst", HexFormat.of().formatHex(hash), Files.size(asked.image()));
        TargetsDraft next = EarlierRelease.withoutDeltas(draft, asked.directory())
                .put(repository.addFile(
                        compressed, image.path(), EarlierRelease.describe(asked.version(), counter, image)));
        List<DeltaFrom> deltas = new ArrayList<>();
        for (EarlierRelease from : earlier.subList(0, Math.min(asked.deltas(), earlier.size()))) {
            String path = prefix + name + "-from-" + from.version() + ".delta";
            Path delta = delta(from, asked.image());
            if (Files.size(delta) < Files.size(compressed)) {
                next = next.put(repository.addFile(delta, path, EarlierRelease.DELTA));
                deltas.add(new DeltaFrom(from.imageSha256Hex(), path));
            } else {
                out.println("  it is no smaller than the whole image, so it is left out");
            }
        }
        String sbom = prefix + "sbom-" + asked.version() + ".json";
        next = next.put(repository.addFile(asked.sbom(), sbom, Json.Members.EMPTY));
        ReleaseManifest manifest = new ReleaseManifest(
                asked.version(),
                counter,
                asked.profiles(),
                asked.minimum(),
                asked.components(),
                sbom,
                asked.notes(),
                image,
                deltas);
        return withManifest(next, manifest, prefix);
    }

    /** Under its version too: a box that must take another release first finds that one there. */
    private TargetsDraft withManifest(TargetsDraft draft, ReleaseManifest manifest, String prefix)
            throws IOException, UpdateException {
        Path file = Files.write(work.resolve("manifest"), manifest.write());
        TargetsDraft next = draft;
        for (String path :
                List.of(prefix + ReleaseManifest.FILE, prefix + "manifest-" + manifest.version() + ".json")) {
            next = next.put(repository.addFile(file, path, Json.Members.EMPTY));
        }
        out.println("The manifest is " + prefix + ReleaseManifest.FILE + ": release " + manifest.version()
                + ", counter " + manifest.counter() + ", " + manifest.deltas().size() + " deltas.");
        return next;
    }

    private static long counter(Asked asked, List<EarlierRelease> earlier) throws UpdateException {
        long last = earlier.isEmpty() ? 0 : earlier.getFirst().counter();
        long counter = asked.counter().orElse(last + 1);
        if (counter <= last) {
            throw new UpdateException(
                    Problem.ROLLBACK, "the last release has counter " + last + "; no box would take " + counter);
        }
        if (earlier.stream().anyMatch(release -> release.version().equals(asked.version()))) {
            throw new UpdateException(Problem.ROLLBACK, "there is a release " + asked.version() + " already");
        }
        return counter;
    }

    private static void checkSbom(Path sbom) throws IOException {
        if (Files.size(sbom) > MAX_SBOM_BYTES || !Files.readString(sbom).contains("\"CycloneDX\"")) {
            throw new IOException(sbom + " is no CycloneDX file in JSON of at most " + MAX_SBOM_BYTES + " bytes");
        }
    }

    private Path compress(Path image, byte[] hash) throws IOException, UpdateException {
        out.println("Compresses " + image + " (" + Files.size(image) + " bytes).");
        Path compressed = work.resolve("image.zst");
        FullImage.compress(image, compressed, new Percent(out));
        try (InputStream in = Files.newInputStream(compressed)) {
            byte[] back = FullImage.expand(in, OutputStream.nullOutputStream(), Files.size(image));
            if (!Arrays.equals(back, hash)) {
                throw new IOException(image + " was changed while it was compressed; begin again");
            }
        }
        out.println("  " + Files.size(compressed) + " bytes, tried");
        return compressed;
    }

    private Path delta(EarlierRelease from, Path image) throws IOException, UpdateException {
        out.println("Makes the delta from " + from.version() + ", which takes a minute or two for each 60 MB.");
        Path old = work.resolve("old");
        try (InputStream in = Files.newInputStream(repository.file(from.target()));
                OutputStream expanded = Files.newOutputStream(old)) {
            byte[] hash = FullImage.expand(in, expanded, from.imageBytes());
            if (!HexFormat.of().formatHex(hash).equals(from.imageSha256Hex())) {
                throw new UpdateException(
                        Problem.MISMATCH, "the image of " + from.version() + " in the repository is damaged");
            }
        }
        Path delta = work.resolve("delta-" + from.version());
        Delta.make(old, image, delta, new Percent(out));
        Files.delete(old);
        out.println("  " + Files.size(delta) + " bytes, tried");
        return delta;
    }

    private static byte[] sha256(Path file) throws IOException {
        MessageDigest digest = Digests.of(Digests.SHA256);
        byte[] chunk = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return digest.digest();
    }
}
