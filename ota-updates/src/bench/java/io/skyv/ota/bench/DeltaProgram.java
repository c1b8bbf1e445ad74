package io.skyv.ota.bench;

import io.skyv.ota.image.Delta;
import io.skyv.ota.image.FullImage;
import io.skyv.ota.image.Progress;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@link DeltaBench} runs as processes of their own, as their memory is to be measured. */
final class DeltaProgram {
    private DeltaProgram() {}

    public static void main(String[] args) throws Exception {
        Path old = Path.of(args[1]);
        Path next = Path.of(args[2]);
        Path made = Path.of(args[3]);
        switch (args[0]) {
            case "make" -> Delta.make(old, next, made, Progress.NOBODY);
            case "apply" -> {
                try (InputStream in = Files.newInputStream(made);
                        OutputStream out = Files.newOutputStream(next)) {
                    Delta.apply(old, in, out, Delta.MAX_IMAGE_BYTES);
                }
            }
            case "compress" -> FullImage.compress(next, made, Progress.NOBODY);
            case "expand" -> {
                try (InputStream in = Files.newInputStream(made);
                        OutputStream out = new BufferedOutputStream(Files.newOutputStream(next))) {
                    FullImage.expand(in, out, Delta.MAX_IMAGE_BYTES);
                }
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}
