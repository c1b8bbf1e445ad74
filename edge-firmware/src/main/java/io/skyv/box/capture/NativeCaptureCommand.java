package io.skyv.box.capture;

import java.util.ArrayList;
import java.util.List;

/** The box's own executable once more, with a word that makes it the child. */
public record NativeCaptureCommand(Executable executable) implements CaptureCommand {
    /** The first argument of a child. */
    public static final String WORD = "capture";

    /** Parts are at most some megabytes; packets and pictures are outside the heap. */
    private static final String HEAP = "-Xmx96m";

    @Override
    public List<String> words(CaptureSettings settings) {
        List<String> words = new ArrayList<>(List.of(executable.file().toString(), HEAP));
        words.addAll(MediaMemory.FREED_BY_HAND);
        words.add(WORD);
        words.add(SOURCE_FROM_INPUT);
        words.addAll(settings.toArguments());
        return List.copyOf(words);
    }
}
