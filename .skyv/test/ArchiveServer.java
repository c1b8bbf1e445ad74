import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Serves the file of its argument on 127.0.0.1 in several moods, by the first part of the path: {@code good} can
 * resume, {@code plain} can't, {@code cut} breaks off in the middle unless it is asked to resume. Prints its port; ends when its
 * input does.
 */
final class ArchiveServer {
    public static void main(String[] args) throws IOException {
        byte[] archive = Files.readAllBytes(Path.of(args[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good", exchange -> answer(exchange, archive, true, archive.length));
        server.createContext("/plain", exchange -> answer(exchange, archive, false, archive.length));
        server.createContext("/cut", exchange -> answer(exchange, archive, true, archive.length / 2));
        server.start();
        System.out.println(server.getAddress().getPort());
        System.in.read();
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, byte[] archive, boolean resumes, int breakOff)
            throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = resumes && range != null ? Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1")) : 0;
        int to = from > 0 ? archive.length : breakOff;
        if (from >= archive.length) {
            exchange.sendResponseHeaders(416, -1);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", "" + archive.length);
            exchange.sendResponseHeaders(200, -1);
        } else {
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (archive.length - 1) + "/" + archive.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, archive.length - from);
            exchange.getResponseBody().write(Arrays.copyOfRange(archive, from, to));
        }
        exchange.close();
    }
}
