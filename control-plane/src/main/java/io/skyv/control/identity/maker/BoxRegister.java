package io.skyv.control.identity.maker;

import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The maker's register of boxes sold, {@code $SKYV_DATA/maker/boxes.tsv}. One line per event, only ever appended: time,
 * event ({@code issued}, {@code sold}, {@code revoked}), box, and for {@code sold} the account.
 */
public final class BoxRegister {
    private static final String ISSUED = "issued";
    private static final String SOLD = "sold";
    private static final String REVOKED = "revoked";

    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path file;

    /** @param data {@code $SKYV_DATA} of the control plane */
    public BoxRegister(Path data) {
        this.file = data.resolve("maker").resolve("boxes.tsv");
    }

    public Path file() {
        return file;
    }

    /** Every box, by id. None where there is no register yet. A last line without its end is being written: not read. */
    public Map<BoxId, SoldBox> boxes() throws IOException, MalformedException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        } catch (CharacterCodingException e) {
            throw new MalformedException(file + " is not UTF-8", e);
        }
        Map<BoxId, SoldBox> boxes = new TreeMap<>();
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        int number = 0;
        for (String line : whole.lines().toList()) {
            number++;
            try {
                apply(boxes, line.split("\t", -1));
            } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
                throw new MalformedException(file + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return boxes;
    }

    public void issued(BoxId box, Instant now) throws IOException {
        append(now, ISSUED, box, null);
    }

    public void sold(BoxId box, AccountId owner, Instant now) throws IOException {
        append(now, SOLD, box, owner);
    }

    public void revoked(BoxId box, Instant now) throws IOException {
        append(now, REVOKED, box, null);
    }

    private static void apply(Map<BoxId, SoldBox> boxes, String[] field) {
        Instant at = Instant.parse(field[0]);
        BoxId box = new BoxId(field[2]);
        SoldBox known = boxes.getOrDefault(box, new SoldBox(box, null, at, false));
        boxes.put(
                box,
                switch (field[1]) {
                    case ISSUED -> known;
                    case SOLD -> known.boughtBy(new AccountId(field[3]));
                    case REVOKED -> known.takenBack();
                    default -> throw new IllegalArgumentException("unknown event '" + field[1] + "'");
                });
    }

    private void append(Instant now, String event, BoxId box, @Nullable AccountId owner) throws IOException {
        Files.createDirectories(file.getParent());
        String line = now + "\t" + event + "\t" + box + "\t" + (owner == null ? "" : owner) + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        IN_PROCESS.lock();
        try (FileChannel out = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = out.lock()) {
            assert lock.isValid();
            out.position(wholeLines(out));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.truncate(out.position());
            out.force(true);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    /** Where the last whole line ends: what a killed writer left behind it is written over. */
    private static long wholeLines(FileChannel in) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = in.size(); end > 0; end--) {
            one.clear();
            in.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
