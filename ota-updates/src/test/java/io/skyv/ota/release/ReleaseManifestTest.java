package io.skyv.ota.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.release.ReleaseManifest.DeltaFrom;
import io.skyv.ota.release.ReleaseManifest.Image;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseManifestTest {
    private static final String OLD = "a".repeat(64);
    private static final String NEW = "b".repeat(64);
    static final ReleaseManifest RELEASE = new ReleaseManifest(
            new Version(1, 4, 0),
            17,
            Set.of("reference-camera", "maker-a-one"),
            new Version(1, 2, 0),
            Map.of("skyv-box", "1.4.0", "ffmpeg", "8.0.1"),
            "firmware/17/sbom.json",
            Map.of("en", "Fewer delays.", "de", "Weniger Verzögerung."),
            new Image("firmware/17/image.zst", NEW, 57_000_000),
            List.of(new DeltaFrom(OLD, "firmware/17/from-16.delta")));

    @Test
    void shouldReadWhatItWrites() throws UpdateException {
        byte[] written = RELEASE.write();
        assertEquals(RELEASE, ReleaseManifest.read(written));
        assertArrayEquals(written, ReleaseManifest.read(written).write());
    }

    @Test
    void shouldSpeakTheOwnersLanguageOrEnglish() {
        assertEquals("Weniger Verzögerung.", RELEASE.notes("de"));
        assertEquals("Fewer delays.", RELEASE.notes("fi"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skyv-release-1|skyv-release-2",
                "\"1.4.0\",\n \"counter\"|\"1.4\",\n \"counter\"",
                "\"1.4.0\",\n \"counter\"|\"1.04.0\",\n \"counter\"",
                "\"counter\": 17|\"counter\": 0",
                "\"counter\": 17|\"counter\": \"17\"",
                "\"minimum\": \"1.2.0\"|\"minimum\": \"1.4.1\"",
                "\"maker-a-one\"|\"reference-camera\"",
                "\"en\"|\"fr\"",
                "\"length\": 57000000|\"length\": 0",
                "firmware/17/sbom.json|",
                "\"sha256\": \"b|\"sha256\": \"B"
            })
    void shouldRefuseAManifestThatContradictsItselfOrLacksSomething(String change) {
        String[] parts = change.split("\\|", -1);
        String text = new String(RELEASE.write(), StandardCharsets.UTF_8);
        assertTrue(text.contains(parts[0]), text);
        byte[] changed = text.replace(parts[0], parts[1]).getBytes(StandardCharsets.UTF_8);
        UpdateException refused = assertThrows(UpdateException.class, () -> ReleaseManifest.read(changed));
        assertEquals(Problem.MALFORMED, refused.problem());
    }

    @Test
    void shouldTakeADeltaFromTheImageThatIsThereElseTheWholeOne() {
        Choice.TakeDelta delta = assertInstanceOf(Choice.TakeDelta.class, choice("1.3.0", 16, OLD));
        assertEquals("firmware/17/from-16.delta", delta.delta().path());
        assertEquals(RELEASE.image(), delta.otherwise().image());
        assertEquals(new Choice.TakeImage(RELEASE.image()), choice("1.3.0", 16, NEW));
        assertEquals(new Choice.TakeImage(RELEASE.image()), choice("1.3.0", 16, null));
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.0, 18, is older than",
        "1.1.9, 3, wants 1.2.0 first",
    })
    void shouldRefuseWhatIsOlderOrWantsAnotherFirst(String version, long counter, String why) {
        Choice.Refuse refused = assertInstanceOf(Choice.Refuse.class, choice(version, counter, OLD));
        assertTrue(refused.why().contains(why), refused.why());
    }

    @Test
    void shouldDoNothingAboutTheReleaseThatRuns() {
        assertEquals(new Choice.Nothing(), choice("1.4.0", 17, NEW));
    }

    @Test
    void shouldRefuseAnotherBoardsRelease() {
        Choice refused = Choice.of(RELEASE, new Choice.Box("maker-b-one", new Version(1, 3, 0), 16, Optional.of(OLD)));
        assertEquals(new Choice.Refuse("release 1.4.0 is not for the board maker-b-one"), refused);
    }

    @Test
    void shouldOrderVersionsByNumbers() throws UpdateException {
        assertTrue(Version.parse("1.10.0").compareTo(Version.parse("1.9.9")) > 0);
        assertTrue(Version.parse("2.0.0").compareTo(Version.parse("1.99.99")) > 0);
        assertEquals(0, Version.parse("1.2.3").compareTo(new Version(1, 2, 3)));
    }

    private static Choice choice(String version, long counter, String image) {
        try {
            return Choice.of(
                    RELEASE,
                    new Choice.Box("reference-camera", Version.parse(version), counter, Optional.ofNullable(image)));
        } catch (UpdateException e) {
            throw new AssertionError(e);
        }
    }
}
