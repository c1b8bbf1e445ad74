package io.skyv.box.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What disks do to a file of receipts. What is acknowledged here is what is live, as the meter has it. */
@Timeout(60)
class WriteAheadFileTest {
    private static final int RECORD_BYTES = 100;
    private static final int FRAMED_BYTES = RECORD_BYTES + 8;

    @TempDir
    Path directory;

    private final FailingDisk disk = new FailingDisk();
    private final List<Byte> live = new CopyOnWriteArrayList<>();
    private Path path;
    private WriteAheadFile file;

    @BeforeEach
    void open() throws IOException {
        path = directory.resolve("receipts.log");
        file = new WriteAheadFile(
                path,
                _ -> {},
                () -> live.stream().map(WriteAheadFileTest::record).toList(),
                disk);
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndLeaveNothingHalfWritten() throws Exception {
        assertTrue(written(1));
        disk.spaceBytes = FRAMED_BYTES / 2;
        assertFalse(written(2));
        assertTrue(file.failing());
        assertEquals(1, file.unwritten());
        assertEquals(FRAMED_BYTES, Files.size(path));
        disk.spaceBytes = Long.MAX_VALUE;
        assertTrue(written(3));
        assertFalse(file.failing());
        assertEquals(List.of((byte) 1, (byte) 3), afterAPowerCut());
    }

    @Test
    void shouldWriteTogetherWhatBelongsTogetherOrNothingOfIt() throws Exception {
        disk.spaceBytes = FRAMED_BYTES + FRAMED_BYTES / 2;
        assertFalse(written(1, 2));
        assertEquals(0, Files.size(path));
        disk.spaceBytes = Long.MAX_VALUE;
        assertTrue(written(1, 2));
        assertEquals(List.of((byte) 1, (byte) 2), afterAPowerCut());
    }

    @Test
    void shouldAddNothingBehindAHalfRecordThatCannotBeCutOff() throws Exception {
        assertTrue(written(1));
        disk.spaceBytes = FRAMED_BYTES / 2;
        disk.canTruncate = false;
        assertFalse(written(2));
        assertEquals(FRAMED_BYTES + FRAMED_BYTES / 2, Files.size(path), "half a record is there");
        disk.spaceBytes = Long.MAX_VALUE;
        assertTrue(written(3));
        assertEquals(List.of((byte) 1, (byte) 3), afterAPowerCut());
    }

    @Test
    void shouldWriteAllAnewWhenTheDiskMayHaveLostWhatItHad() throws Exception {
        disk.canForce = false; // before anything is written: the writer may force at once
        assertTrue(written(1));
        await(() -> file.failing());
        Files.write(path, new byte[0]); // what the kernel had is gone
        assertFalse(written(2), "nothing is taken before the file is whole again");
        disk.canForce = true;
        await(() -> !file.failing());
        assertTrue(written(3));
        assertEquals(List.of((byte) 1, (byte) 3), afterAPowerCut());
    }

    @Test
    void shouldWriteAtOnceAlsoWhileTheDiskIsWaitedFor() throws Exception {
        CountDownLatch waitsForDisk = new CountDownLatch(1);
        CountDownLatch diskAnswers = new CountDownLatch(1);
        disk.onForce = () -> {
            waitsForDisk.countDown();
            awaited(diskAnswers);
        };
        assertTrue(append(1).isDone());
        waitsForDisk.await();
        assertTrue(append(2).isDone());
        assertTrue(append(3).isDone());
        diskAnswers.countDown();
        assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), afterAPowerCut());
    }

    @Test
    void shouldQueueWhatComesWhileAShorterFileTakesItsPlace() throws Exception {
        CountDownLatch waitsForDisk = new CountDownLatch(1);
        CountDownLatch diskAnswers = new CountDownLatch(1);
        disk.onForce = () -> {
            if (Files.exists(directory.resolve("receipts.log.new"))) {
                waitsForDisk.countDown();
                awaited(diskAnswers);
            }
        };
        assertTrue(appended(largerThanTheFileMayGet(), () -> {}));
        CompletableFuture<Void> first = append(1); // the writer's, who sees that the file is too long
        waitsForDisk.await();
        CompletableFuture<Void> second = append(2);
        assertFalse(second.isDone(), "nobody waits for the disk, and nothing is lost in the file that goes");
        diskAnswers.countDown();
        first.get();
        second.get();
        assertEquals(List.of((byte) 1, (byte) 2), afterAPowerCut(), "what is live, and what came meanwhile");
    }

    private static List<byte[]> largerThanTheFileMayGet() {
        byte[] large = new byte[WriteAheadFile.MAX_RECORD_BYTES];
        return Collections.nCopies((int) (WriteAheadFile.COMPACT_FROM_BYTES / large.length), large);
    }

    @Test
    void shouldTakeRecordsWhenThereIsNoSpaceForAShorterFile() throws Exception {
        List<byte[]> batch = largerThanTheFileMayGet();
        for (byte i = 0; i < 100; i++) {
            live.add(i);
        }
        disk.spaceBytes = batch.size() * (WriteAheadFile.MAX_RECORD_BYTES + 8L) + 20L * FRAMED_BYTES;
        assertTrue(appended(batch, () -> {}));
        for (byte i = 0; i < 5; i++) {
            assertTrue(appended(List.of(record(i)), () -> {}), "record " + i);
        }
        assertFalse(file.failing());
        assertFalse(Files.exists(directory.resolve("receipts.log.new")), "nothing takes the last space");
        assertEquals(1, disk.open.get(), "no file is left open");
        file.close();
    }

    private CompletableFuture<Void> append(int value) {
        return file.append(List.of(record((byte) value)), () -> live.add((byte) value))
                .toCompletableFuture();
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the disk", e);
        }
    }

    private boolean written(int... values) throws Exception {
        List<Byte> records =
                IntStream.of(values).mapToObj(value -> (byte) value).toList();
        return appended(records.stream().map(WriteAheadFileTest::record).toList(), () -> live.addAll(records));
    }

    private boolean appended(List<byte[]> records, Runnable onWritten) throws Exception {
        return file.append(records, onWritten)
                .handle((_, failure) -> failure == null)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** The first byte of each record that the next start finds. */
    private List<Byte> afterAPowerCut() throws IOException {
        List<Byte> found = new ArrayList<>();
        Path copy = directory.resolve("copy.log");
        Files.copy(path, copy);
        new WriteAheadFile(copy, record -> found.add(record[0]), List::of).close();
        disk.canTruncate = true;
        file.close();
        return found;
    }

    private static byte[] record(byte value) {
        byte[] record = new byte[RECORD_BYTES];
        record[0] = value;
        return record;
    }

    private static void await(java.util.function.BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
