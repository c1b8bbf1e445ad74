package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.metadata.Targets;
import io.skyv.ota.release.ReleaseManifest;
import io.skyv.ota.release.Version;
import io.skyv.ota.repository.TargetsDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A release that is there already, by what is written beside its image in the targets. */
record EarlierRelease(Version version, long counter, String imageSha256Hex, long imageBytes, TargetFile target) {
    /** Beside a delta. */
    static final Json.Members DELTA = Json.Members.EMPTY.with("kind", new Json.Text("delta"));

    private static final String IMAGE = "image";

    /** What is written beside an image. */
    static Json.Members describe(Version version, long counter, ReleaseManifest.Image image) {
        return Json.Members.EMPTY
                .with("kind", new Json.Text(IMAGE))
                .with("version", new Json.Text(version.toString()))
                .with("counter", new Json.Whole(counter))
                .with("sha256", new Json.Text(image.sha256Hex()))
                .with("length", new Json.Whole(image.lengthBytes()));
    }

    /** The newest first. */
    static List<EarlierRelease> in(TargetsDraft draft, String directory) throws UpdateException {
        List<EarlierRelease> releases = new ArrayList<>();
        for (TargetFile target : Targets.read(draft.signed()).files().values()) {
            if (isOfKind(target, directory, IMAGE)) {
                Json.Members custom = target.custom();
                releases.add(new EarlierRelease(
                        Version.parse(custom.text("version")),
                        custom.integer("counter"),
                        custom.text("sha256"),
                        custom.integer("length"),
                        target));
            }
        }
        releases.sort(Comparator.comparingLong(EarlierRelease::counter).reversed());
        return releases;
    }

    /** Nobody goes to an older release any more. */
    static TargetsDraft withoutDeltas(TargetsDraft draft, String directory) throws UpdateException {
        TargetsDraft next = draft;
        for (TargetFile target : Targets.read(draft.signed()).files().values()) {
            if (isOfKind(target, directory, "delta")) {
                next = next.remove(target.path());
            }
        }
        return next;
    }

    private static boolean isOfKind(TargetFile target, String directory, String kind) {
        String path = target.path();
        return path.startsWith(directory + "/")
                && path.indexOf('/', directory.length() + 1) < 0
                && target.custom().get("kind").equals(java.util.Optional.of(new Json.Text(kind)));
    }
}
