package io.skyv.box.segment;

import java.io.IOException;
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
 * {@value #RESERVED_AHEAD} at a time, so that the disk is written twice an hour and not at every segment. A disk that is
 * full does not stop the stream: the numbers go on in memory, and are written as soon as they can be.
 */
public final class NumberingFile implements Numbering {
    private static final System.Logger LOG = System.getLogger(NumberingFile.class.getName());
    private static final int RESERVED_AHEAD = 1000;
    private static final Pattern FORM = Pattern.compile("epoch=(\\d{1,10}) sequence=(\\d{1,18})\\s*");

    private final Path file;
    private long nextEpoch;
    private long nextSequence;
    private long reservedSequence;
    private boolean unwritten;

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
        keep();
        return epoch;
    }

    @Override
    public synchronized long nextSequence() {
        if (nextSequence == reservedSequence) {
            reservedSequence = nextSequence + RESERVED_AHEAD;
            keep();
        } else if (unwritten) {
            keep();
        }
        return nextSequence++;
    }

    private void keep() {
        try {
            write();
            if (unwritten) {
                LOG.log(System.Logger.Level.INFO, "{0} is written again", file);
            }
            unwritten = false;
        } catch (IOException e) {
            if (!unwritten) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "cannot write {0} ({1}): the stream goes on, but make room on the disk or make it writable before"
                                + " the box is restarted, else viewers have to reload",
                        file,
                        e.toString());
            }
            unwritten = true;
        }
    }

    private void write() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            writeWhole(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private void writeWhole(Path next) throws IOException {
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            String line = "epoch=" + nextEpoch + " sequence=" + reservedSequence + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) { // a disk that has just become full takes a part
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
