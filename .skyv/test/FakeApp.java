import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in for the control plane, the maker's command and the boxes: answers every request with 200 and writes
 * when it starts and stops to {@code $SKYV_DATA/../trace}. The file {@code $FAKES/ROLE} says how it misbehaves.
 */
final class FakeApp {
    public static void main(String[] args) throws IOException {
        List<String> words = List.of(args);
        Path data = Path.of(System.getenv("SKYV_DATA"));
        if (words.contains("maker")) {
            issue(words, data);
            return;
        }
        String role = data.getFileName().toString();
        Path fault = Path.of(System.getenv("FAKES"), role);
        String faults = Files.exists(fault) ? Files.readString(fault) : "";
        Files.createDirectories(data);
        System.out.println("hello from " + role + " " + String.join(" ", words));
        trace(data, "start " + role + " camera=" + System.getenv("SKYV_CAMERA"));
        if (faults.contains("die")) {
            System.out.println("the roof is on fire");
            System.exit(3);
        }
        if (faults.contains("child")) {
            new ProcessBuilder("setsid", "sleep", "300").inheritIO().start();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data, role, faults)));
        serve(port(role));
    }

    private static void issue(List<String> words, Path data) throws IOException {
        Path box = Path.of(words.get(words.indexOf("--box-data") + 1));
        Files.createDirectories(box.resolve("identity"));
        Files.writeString(box.resolve("identity/birth.pem"), "a certificate");
        trace(data, "issue " + box.getFileName() + " for " + words.get(words.indexOf("--owner") + 1));
    }

    private static int port(String role) {
        return Integer.parseInt(System.getenv(role.equals("control") ? "SKYV_HTTP_PORT" : "SKYV_BOX_PORT"));
    }

    private static void stop(Path data, String role, String faults) {
        trace(data, "stop " + role);
        while (faults.contains("stubborn")) {
            LockSupport.park();
        }
    }

    private static void serve(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
                }
            }
        }
    }

    private static void trace(Path data, String line) {
        try {
            Files.writeString(
                    data.resolveSibling("trace"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            System.out.println("no trace: " + e);
        }
    }
}
