package io.skyv.box.capture.child;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.skyv.box.capture.CaptureCommand;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureSettings;
import io.skyv.box.capture.CaptureSource;
import io.skyv.box.capture.EventWriter;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The capture child's program. Arguments: the source, or {@code -} for the first line of standard input, and the settings
 * as {@link CaptureSettings#toArguments} has them, or none for the defaults. It ends when its standard input does.
 */
public final class CaptureMain {
    private static final int BOX_IS_GONE = 0;
    private static final int MAX_SOURCE_BYTES = 8192;

    private CaptureMain() {}

    public static void main(String[] arguments) throws IOException {
        FileOutputStream records = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err); // whatever else prints must not get between the records
        EventWriter writer = new EventWriter(records);
        Runtime.getRuntime().halt(run(arguments, writer::write));
    }

    private static int run(String[] arguments, EventSink events) {
        try {
            CaptureSource source = source(arguments);
            CaptureSettings settings = settings(arguments);
            endWithInput();
            MediaLibraries.load();
            av_log_set_level(AV_LOG_WARNING);
            Captures.run(source, settings, events);
            return 0;
        } catch (CaptureException e) {
            return fail(e, events);
        } catch (IllegalArgumentException e) {
            return fail(
                    new CaptureException(
                            Code.BAD_ARGUMENTS, String.valueOf(e.getMessage()), "correct it in the settings"),
                    events);
        } catch (IOException e) {
            return BOX_IS_GONE; // nobody reads any more
        } catch (RuntimeException | LinkageError e) {
            return fail(
                    new CaptureException(
                            Code.INTERNAL,
                            "capture met what it was not made for: " + e + " at " + place(e),
                            "nothing: it is started again; if it comes back, tell us, and try a source of another format"),
                    events);
        }
    }

    private static String place(Throwable bug) {
        StackTraceElement[] trace = bug.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    private static int fail(CaptureException failure, EventSink events) {
        try {
            events.send(failure.toEvent());
        } catch (IOException e) {
            return BOX_IS_GONE;
        }
        return failure.code().exitStatus();
    }

    private static CaptureSource source(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("no source is named; " + CaptureSource.POSSIBLE);
        }
        return CaptureSource.parse(
                arguments[0].equals(CaptureCommand.SOURCE_FROM_INPUT) ? firstLine(System.in) : arguments[0]);
    }

    private static CaptureSettings settings(String[] arguments) {
        List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
        return words.isEmpty() ? CaptureSettings.DEFAULT : CaptureSettings.ofArguments(words);
    }

    private static String firstLine(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read();
                next >= 0 && next != '\n' && line.size() < MAX_SOURCE_BYTES;
                next = input.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** A box that is killed cannot end its children, but its end of the pipe goes with it. */
    private static void endWithInput() {
        Thread.ofPlatform().daemon().name("box-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // nothing more is said on it
                }
            } catch (IOException e) {
                // as good as its end
            }
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly); // a camera's program
            Runtime.getRuntime().halt(BOX_IS_GONE);
        });
    }
}
