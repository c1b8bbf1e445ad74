package io.skyv.ota.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Carries TCP to a port of this machine, and counts what it carries, both ways. */
public final class CountingRelay implements AutoCloseable {
    private final AtomicLong bytes = new AtomicLong();
    private final ServerSocket entry = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final int to;

    public CountingRelay(int to) throws IOException {
        this.to = to;
        Thread.ofVirtual().start(this::carry);
    }

    public int port() {
        return entry.getLocalPort();
    }

    public long bytes() {
        return bytes.get();
    }

    private void carry() {
        try {
            while (true) {
                Socket near = entry.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pump(near, far));
                Thread.ofVirtual().start(() -> pump(far, near));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void pump(Socket from, Socket into) {
        byte[] chunk = new byte[64 * 1024];
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                bytes.addAndGet(n);
                out.write(chunk, 0, n);
            }
        } catch (IOException closed) {
            // one end has gone
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
    }
}
