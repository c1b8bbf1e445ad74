package io.skyv.box.capture;

import java.util.List;

/** How JavaCPP shall treat memory outside the heap, as options of the child. */
final class MediaMemory {
    /** The child frees all of it itself: no reference queue, and no bound that guesses from the heap's. */
    static final List<String> FREED_BY_HAND = List.of(
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.maxbytes=0",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

    private MediaMemory() {}
}
