package io.skyv.control.fleet.grpc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on what a box and the control plane say to each other, until it breaks: then both connections are simply closed. */
final class TestCable implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();

    private TestCable(int target) throws IOException {
        this.door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.target = target;
    }

    static TestCable to(int target) throws IOException {
        TestCable cable = new TestCable(target);
        Thread.ofVirtual().start(cable::stand);
        return cable;
    }

    int port() {
        return door.getLocalPort();
    }

    /** As the kernel does for a process that was killed. */
    void breakOff() throws IOException {
        door.close();
        for (Socket end : ends) {
            end.close();
        }
    }

    @Override
    public void close() throws IOException {
        breakOff();
    }

    private void stand() {
        try {
            while (true) {
                Socket box = door.accept();
                Socket control = new Socket(InetAddress.getLoopbackAddress(), target);
                ends.addAll(List.of(box, control));
                Thread.ofVirtual().start(() -> pass(box, control));
                Thread.ofVirtual().start(() -> pass(control, box));
            }
        } catch (IOException e) {
            // broken
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // broken, or one of the two has hung up
        }
    }
}
