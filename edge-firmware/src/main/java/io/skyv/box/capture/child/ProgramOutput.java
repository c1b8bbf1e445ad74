package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A program's standard output as what the library reads from. A pipe cannot be waited for with a bound, so it is asked. */
final class ProgramOutput implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long ASK_MILLIS = 5;

    // errno.h of Linux, negative as FFmpeg has them
    private static final int IO_ERROR = -5;

    private final Process program;
    private final InputStream output;
    private final Deadline deadline = new Deadline();
    private final Reader reader = new Reader();
    private final AVIOContext context;

    /** @param program its output is read by nobody else */
    ProgramOutput(Process program) {
        this.program = program;
        this.output = program.getInputStream();
        this.context =
                avio_alloc_context(new BytePointer(av_malloc(BUFFER_BYTES)), BUFFER_BYTES, 0, null, reader, null, null);
        context.seekable(0);
    }

    /** How long it may say nothing. */
    Deadline deadline() {
        return deadline;
    }

    AVIOContext context() {
        return context;
    }

    /** @return how many bytes, or one of FFmpeg's errors */
    private int read(BytePointer into, int most) {
        try {
            while (output.available() == 0 && program.isAlive()) {
                if (deadline.isOver()) {
                    return AVERROR_EXIT;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ASK_MILLIS));
            }
            byte[] bytes = new byte[Math.min(most, BUFFER_BYTES)];
            int count = output.read(bytes);
            if (count < 0) {
                return AVERROR_EOF;
            }
            into.put(bytes, 0, count);
            return count;
        } catch (IOException e) {
            return IO_ERROR;
        }
    }

    @Override
    public void close() {
        av_free(context.buffer());
        avio_context_free(context);
        reader.close();
    }

    /** Whom the library calls. */
    private final class Reader extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(@Nullable Pointer opaque, BytePointer buffer, int size) {
            return read(buffer, size);
        }
    }
}
