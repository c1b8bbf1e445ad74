package io.skyv.box.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeCaptureCommandTest {
    private static final Executable EXECUTABLE = new Executable(Path.of("/opt/skyv/skyv-box"));

    @Test
    void shouldStartTheSameExecutableWithTheChildsWordAndSettings() {
        CaptureSettings settings = CaptureSettings.DEFAULT.withPicture(640, 360, 25);
        List<String> words = new NativeCaptureCommand(EXECUTABLE).words(settings);
        assertEquals("/opt/skyv/skyv-box", words.getFirst());
        int word = words.indexOf(NativeCaptureCommand.WORD);
        assertEquals(CaptureCommand.SOURCE_FROM_INPUT, words.get(word + 1));
        assertEquals(settings.toArguments(), words.subList(word + 2, words.size()));
        assertTrue(words.subList(1, word).stream().allMatch(option -> option.startsWith("-")), words::toString);
    }

    @Test
    void shouldLookForTheLibrariesBesideTheExecutable() {
        assertEquals(Path.of("/opt/skyv/lib"), EXECUTABLE.libraries());
    }

    @Test
    void shouldStartAJavaMachineInAJavaMachine() {
        assertInstanceOf(JvmCaptureCommand.class, CaptureCommand.ofThisProcess(Path.of("data")));
    }
}
