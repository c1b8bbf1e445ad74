package io.skyv.box.capture.child;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Between a camera that pushes and the box: damages what the camera says, and passes on what it is told. */
final class DamagingWire implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Damage damage;
    private final int port;
    private final List<AutoCloseable> ends = new CopyOnWriteArrayList<>();

    private DamagingWire(Damage damage, int port, AutoCloseable... ends) {
        this.damage = damage;
        this.port = port;
        this.ends.addAll(List.of(ends));
    }

    /** For one connection. */
    static DamagingWire stream(int target, Damage damage) throws IOException {
        ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DamagingWire wire = new DamagingWire(damage, door.getLocalPort(), door);
        Thread.ofVirtual().start(() -> wire.join(door, target));
        return wire;
    }

    /** For whoever sends first. */
    static DamagingWire datagrams(int target, Damage damage) throws IOException {
        DatagramSocket camera = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket box = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DamagingWire wire = new DamagingWire(damage, camera.getLocalPort(), camera, box);
        Thread.ofVirtual().start(() -> wire.passDatagrams(camera, box, target));
        return wire;
    }

    /** Where the camera finds it. */
    int port() {
        return port;
    }

    @Override
    public void close() {
        for (AutoCloseable end : ends) {
            closeQuietly(end);
        }
    }

    private void join(ServerSocket door, int target) {
        try (Socket camera = door.accept();
                Socket box = new Socket(InetAddress.getLoopbackAddress(), target)) {
            ends.addAll(List.of(camera, box));
            Thread.ofVirtual().start(() -> {
                try {
                    box.getInputStream().transferTo(camera.getOutputStream());
                } catch (IOException e) {
                    // one of them has hung up, so both do
                }
                closeQuietly(camera);
            });
            InputStream said = camera.getInputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = said.read(buffer); count >= 0; count = said.read(buffer)) {
                box.getOutputStream().write(damage.pass(buffer, count));
            }
        } catch (IOException e) {
            // one of them has hung up, so both do
        }
    }

    private void passDatagrams(DatagramSocket camera, DatagramSocket box, int target) {
        SocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
        DatagramPacket packet = new DatagramPacket(new byte[BUFFER_BYTES], BUFFER_BYTES);
        Thread back = null;
        try {
            while (true) {
                packet.setLength(BUFFER_BYTES);
                camera.receive(packet);
                if (back == null) {
                    SocketAddress from = packet.getSocketAddress();
                    back = Thread.ofVirtual().start(() -> answer(box, camera, from));
                }
                byte[] damaged = damage.pass(packet.getData(), packet.getLength());
                box.send(new DatagramPacket(damaged, damaged.length, to));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void answer(DatagramSocket box, DatagramSocket camera, SocketAddress to) {
        DatagramPacket packet = new DatagramPacket(new byte[BUFFER_BYTES], BUFFER_BYTES);
        try {
            while (true) {
                packet.setLength(BUFFER_BYTES);
                box.receive(packet);
                camera.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void closeQuietly(AutoCloseable end) {
        try {
            end.close();
        } catch (Exception e) {
            // it is gone then
        }
    }
}
