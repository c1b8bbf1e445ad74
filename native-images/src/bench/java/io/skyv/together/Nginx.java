package io.skyv.together;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The yardstick: Debian's nginx with one worker and sendfile, on loopback, serving a directory. */
final class Nginx implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final String CONFIGURATION = """
        worker_processes 1;
        worker_rlimit_nofile 20000;
        daemon off;
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 16384; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          keepalive_timeout 600s;
          open_file_cache max=1000;
          client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
          uwsgi_temp_path temp; scgi_temp_path temp;
          server { listen 127.0.0.1:%d backlog=4096; root %s; }
        }
        """;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    /**
     * @param work for its own files
     * @param root what it serves; in memory, if it lies on a tmpfs
     */
    static Nginx start(Path work, Path root) throws IOException, InterruptedException {
        Files.createDirectories(work);
        int port = Network.freePort();
        Path configuration = Files.writeString(work.resolve("nginx.conf"), CONFIGURATION.formatted(port, root));
        Process process = new ProcessBuilder(
                        PROGRAM.toString(), "-p", work.toString(), "-c", configuration.toString(), "-g", "user root;")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("nginx.log").toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        nginx.awaitReady();
        return nginx;
    }

    URI url(String name) {
        return URI.create("http://127.0.0.1:" + port + "/" + name);
    }

    ProcessUse use() throws IOException {
        return ProcessUse.ofTree(process.toHandle());
    }

    /** The one that answers. */
    long workerPid() {
        return process.descendants().findFirst().orElseThrow().pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws InterruptedException {
        Rest rest = new Rest(url(""));
        for (int i = 0; i < 100; i++) {
            try {
                rest.send("/");
                return;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new AssertionError("nginx does not answer on port " + port);
    }
}
