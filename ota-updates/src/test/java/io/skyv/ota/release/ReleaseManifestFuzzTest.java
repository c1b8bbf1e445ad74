package io.skyv.ota.release;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.ota.UpdateException;
import java.util.Optional;

/** Manifests of releases: read, or refused; what was read writes the same again, and every box can decide on it. */
class ReleaseManifestFuzzTest {
    @FuzzTest
    void shouldReadAManifestOrSayThatItIsNone(byte[] bytes) throws UpdateException {
        ReleaseManifest release;
        try {
            release = ReleaseManifest.read(bytes);
        } catch (UpdateException refused) {
            return;
        }
        if (!release.equals(ReleaseManifest.read(release.write()))) {
            throw new AssertionError("two readings differ");
        }
        release.notes("de");
        Choice.of(release, new Choice.Box("reference-camera", new Version(1, 3, 0), 16, Optional.empty()));
    }
}
