package io.skyv.box.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the numbers in a file of one line, {@code epoch=<next> sequence=<reserved>}. Sequence numbers are reserved
 * {@value #RESERVED_AHEAD} at a time, so that the disk is written twice an hour and not at every segment.
 */
public final class NumberingFile implements Numbering {
    private static final int RESERVED_AHEAD = 1000;
    private static final Pattern FORM = Pattern.compile("epoch=(\\d{1,10}) sequence=(\\d{1,18})\\s*");

    private final Path file;
    private long nextEpoch;
    private long nextSequence;
    private long reservedSequence;

    /** @throws IOException if the file is there and cannot be read; its text then says what to do */
    public NumberingFile(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            Matcher line = FORM.matcher(Files.readString(file));
            if (!line.matches()) {
                throw new IOException(file + " is damaged: it should read 'epoch=<number> sequence=<number>'. Put in"
                        + " numbers above those that viewers have seen.");
            }
            nextEpoch = Long.parseLong(line.group(1));
            nextSequence = Long.parseLong(line.group(2));
        }
        reservedSequence = nextSequence;
    }

    @Override
    public synchronized long nextEpoch() {
        long epoch = nextEpoch++;
        write();
        return epoch;
    }

    @Override
    public synchronized long nextSequence() {
        if (nextSequence == reservedSequence) {
            reservedSequence = nextSequence + RESERVED_AHEAD;
            write();
        }
        return nextSequence++;
    }

    private void write() {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                String line = "epoch=" + nextEpoch + " sequence=" + reservedSequence + "\n";
                channel.write(ByteBuffer.wrap(line.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": is the disk full or read-only?", e);
        }
    }
}
