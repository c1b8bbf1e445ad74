package io.skyv.ota.release;

import io.skyv.ota.release.ReleaseManifest.DeltaFrom;
import io.skyv.ota.release.ReleaseManifest.Image;
import java.util.Optional;

/** What a box does about a release that its keys vouch for. */
public sealed interface Choice {
    /** It runs that release already. */
    record Nothing() implements Choice {}

    /** The smaller way; if anything about it fails, {@code otherwise} is there. */
    record TakeDelta(DeltaFrom delta, Image image, TakeImage otherwise) implements Choice {}

    record TakeImage(Image image) implements Choice {}

    /** @param why for the owner and the operator */
    record Refuse(String why) implements Choice {}

    /**
     * A box that decides.
     *
     * @param profile the board it is
     * @param counter of the release it runs
     * @param imageSha256Hex of the image it runs, if it has it as one file
     */
    record Box(String profile, Version version, long counter, Optional<String> imageSha256Hex) {}

    static Choice of(ReleaseManifest release, Box box) {
        if (!release.profiles().contains(box.profile())) {
            return new Refuse("release " + release.version() + " is not for the board " + box.profile());
        }
        if (release.counter() == box.counter()) {
            return new Nothing();
        }
        if (release.counter() < box.counter()) {
            return new Refuse("release " + release.version() + " is older than " + box.version() + ", which runs here");
        }
        if (box.version().compareTo(release.minimum()) < 0) {
            return new Refuse("release " + release.version() + " wants " + release.minimum() + " first, and "
                    + box.version() + " runs here");
        }
        TakeImage whole = new TakeImage(release.image());
        for (DeltaFrom delta : release.deltas()) {
            if (box.imageSha256Hex().equals(Optional.of(delta.fromSha256Hex()))) {
                return new TakeDelta(delta, release.image(), whole);
            }
        }
        return whole;
    }
}
