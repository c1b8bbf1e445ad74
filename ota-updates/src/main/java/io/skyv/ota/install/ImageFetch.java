package io.skyv.ota.install;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.disk.Directory;
import io.skyv.ota.image.Delta;
import io.skyv.ota.image.FullImage;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.release.Choice;
import io.skyv.ota.release.ReleaseManifest;
import io.skyv.ota.release.ReleaseManifest.Image;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Fetches what a {@link Choice} says into a directory that nothing else uses. A download that breaks off is gone on with the
 * next time; what has become an image is {@code image-SHA256}.
 */
public final class ImageFetch {
    private static final int MAX_MANIFEST_BYTES = 256 * 1024;
    private static final String DRAFT = "image.new";

    private final TufClient.Refreshed repository;
    private final Path place;
    private final Directory directory;

    public ImageFetch(TufClient.Refreshed repository, Path place) throws IOException {
        this.repository = repository;
        this.place = place;
        this.directory = Directory.at(place);
    }

    /**
     * What came of it.
     *
     * @param instead why the delta was of no use; nothing if it was, or if there was none to take
     */
    public record Fetched(Path image, boolean byDelta, Optional<UpdateException> instead) {}

    /** The newest release in a directory of the repository. */
    public ReleaseManifest manifest(String firmware) throws UpdateException {
        String name = download(firmware + "/" + ReleaseManifest.FILE);
        try {
            return ReleaseManifest.read(directory.read(name, MAX_MANIFEST_BYTES).orElseThrow());
        } catch (IOException e) {
            throw new UpdateException(Problem.DISK, "can't read the manifest: " + e.getMessage(), e);
        }
    }

    /**
     * The image, by the delta if there is one for the image that runs here, else whole.
     *
     * @param running the image that runs here, if it lies here as one file
     * @throws UpdateException neither way led to it
     */
    public Fetched fetch(Choice choice, Optional<Path> running) throws UpdateException {
        return switch (choice) {
            case Choice.TakeDelta take when running.isPresent() -> byDelta(take, running.get());
            case Choice.TakeDelta take -> whole(take.image(), Optional.empty());
            case Choice.TakeImage take -> whole(take.image(), Optional.empty());
            case Choice.Nothing() -> throw new IllegalArgumentException("there is nothing to fetch");
            case Choice.Refuse refuse -> throw new IllegalArgumentException(refuse.why());
        };
    }

    private Fetched byDelta(Choice.TakeDelta take, Path running) throws UpdateException {
        try {
            Path image = make(
                    take.delta().path(),
                    take.image(),
                    (in, out) -> Delta.apply(running, in, out, take.image().lengthBytes()));
            return new Fetched(image, true, Optional.empty());
        } catch (UpdateException e) {
            return whole(take.image(), Optional.of(e));
        }
    }

    private Fetched whole(Image image, Optional<UpdateException> instead) throws UpdateException {
        Path made = make(image.path(), image, (in, out) -> FullImage.expand(in, out, image.lengthBytes()));
        return new Fetched(made, false, instead);
    }

    /** Makes an image of what was downloaded, and tells its hash. */
    private interface Maker {
        byte[] make(InputStream in, OutputStream out) throws IOException, UpdateException;
    }

    private Path make(String target, Image image, Maker maker) throws UpdateException {
        String name = "image-" + image.sha256Hex();
        String downloaded = download(target);
        try (InputStream in = Files.newInputStream(place.resolve(downloaded));
                FileOutputStream out = new FileOutputStream(place.resolve(DRAFT).toFile())) {
            byte[] hash = maker.make(in, out);
            out.getFD().sync();
            if (!HexFormat.of().formatHex(hash).equals(image.sha256Hex())
                    || out.getChannel().size() != image.lengthBytes()) {
                throw new UpdateException(Problem.MISMATCH, target + " makes another image than the manifest names");
            }
            directory.rename(DRAFT, name);
            directory.force();
            return place.resolve(name);
        } catch (IOException e) {
            throw new UpdateException(
                    Problem.DISK, "can't store the image, is the disk full or read-only? " + e.getMessage(), e);
        } finally {
            drop(downloaded);
        }
    }

    /** Room is wanted; if it can't be had, the next download says so. */
    private void drop(String downloaded) {
        try {
            directory.delete(downloaded);
            directory.delete(DRAFT);
        } catch (IOException ignored) {
            // see above
        }
    }

    private String download(String path) throws UpdateException {
        TargetFile target = repository
                .find(path)
                .orElseThrow(() ->
                        new UpdateException(Problem.NO_SUCH_TARGET, "no role that may speak for it knows " + path));
        return repository.download(target, directory);
    }
}
