package io.skyv.box.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Children that are processes of the operating system. */
public record OsChildLauncher(CaptureCommand command, CaptureSource source, CaptureSettings settings)
        implements ChildLauncher {
    @Override
    public ChildProcess start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.words(settings));
        builder.environment().put("LC_ALL", "C.UTF-8"); // paths may have any letters, whatever the box's own locale
        Process process = builder.start();
        try {
            OutputStream input = process.getOutputStream();
            input.write((source.text() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush(); // and stays open: its end is the child's end
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        return new OsChild(process);
    }

    private record OsChild(Process process) implements ChildProcess {
        @Override
        public InputStream records() {
            return process.getInputStream();
        }

        @Override
        public InputStream complaints() {
            return process.getErrorStream();
        }

        @Override
        public void terminate() {
            end(ProcessHandle::destroy);
        }

        @Override
        public void kill() {
            end(ProcessHandle::destroyForcibly);
        }

        /** With what it has started itself: a camera's program that hangs would keep the camera from the next child. */
        private void end(Consumer<ProcessHandle> how) {
            List<ProcessHandle> own = process.descendants().toList();
            how.accept(process.toHandle());
            own.forEach(how);
        }

        @Override
        public boolean awaitEnd(Duration longest) throws InterruptedException {
            return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int exitStatus() {
            return process.exitValue();
        }
    }
}
