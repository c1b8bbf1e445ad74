package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server written in C that does one thing: how small and how quick to start a server can be.
 *
 * @param command what starts it, on {@code port} of loopback
 */
record SmallServer(String name, List<String> command, int port) {
    private static final String NGINX = """
            worker_processes 1; daemon off; pid nginx.pid; error_log error.log;
            events { worker_connections 4096; }
            http {
              access_log off; client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
              uwsgi_temp_path temp; scgi_temp_path temp;
              server { listen 127.0.0.1:%d; root .; }
            }
            """;

    /** Debian's nginx with one worker, or nothing where it is not installed. */
    static Optional<SmallServer> nginx(Path work) throws IOException {
        Path program = Path.of("/usr/sbin/nginx");
        if (!Files.isExecutable(program)) {
            return absent("nginx", "nginx-light");
        }
        int port = Network.freePort();
        Path configuration = Files.writeString(work.resolve("small-nginx.conf"), NGINX.formatted(port));
        return Optional.of(new SmallServer(
                "nginx",
                List.of(program.toString(), "-p", work.toString(), "-c", configuration.toString(), "-g", "user root;"),
                port));
    }

    /** Debian's TURN server, or nothing where it is not installed. */
    static Optional<SmallServer> coturn(Path work) {
        Path program = Path.of("/usr/bin/turnserver");
        if (!Files.isExecutable(program)) {
            return absent("coturn", "coturn");
        }
        int port = Network.freePort();
        return Optional.of(new SmallServer(
                "coturn",
                List.of(
                        program.toString(),
                        "-n",
                        "--listening-ip=127.0.0.1",
                        "--listening-port=" + port,
                        "--no-tls",
                        "--no-dtls",
                        "--no-cli",
                        "--log-file=" + work.resolve("coturn.log"),
                        "--simple-log",
                        "--pidfile=" + work.resolve("coturn.pid"),
                        "--db=" + work.resolve("coturn.db")),
                port));
    }

    private static Optional<SmallServer> absent(String name, String pack) {
        System.out.println(name + " is not measured, it is not installed: apt-get install " + pack);
        return Optional.empty();
    }
}
