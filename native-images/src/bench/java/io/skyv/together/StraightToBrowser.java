package io.skyv.together;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The yardstick: the same film to the same browser with nothing in between that takes time. ffmpeg wraps each picture by
 * itself as it comes, one HTTP answer that never ends carries it, and the page shows the newest. Nothing is kept, signed,
 * checked, relayed or paid, and any hiccup is seen: what is beyond this is what serving in parts costs.
 */
final class StraightToBrowser implements AutoCloseable {
    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><title>straight</title><body style="margin:0"><script type="module">
            const video = document.createElement('video');
            video.muted = true;
            video.autoplay = true;
            document.body.append(video);
            const source = new MediaSource();
            video.src = URL.createObjectURL(source);
            await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
            const buffer = source.addSourceBuffer('video/mp4; codecs="avc1.64001f"');
            const reader = (await fetch('/film')).body.getReader();
            for (;;) {
              const { value, done } = await reader.read();
              if (done) break;
              buffer.appendBuffer(value);
              await new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }));
              if (video.buffered.length === 0) continue;
              const end = video.buffered.end(video.buffered.length - 1);
              if (end - video.currentTime > 1) video.currentTime = end - 0.1;
              video.playbackRate = end - video.currentTime > 0.15 ? 1.1 : 1;
            }
            </script>
            """;

    private final Path directory;
    private final int rtmpPort;
    private volatile Optional<Process> ffmpeg = Optional.empty();
    private final HttpServer server;

    /** @param rtmpPort where the film is to be pushed to, as to a box, once the page has asked for it */
    StraightToBrowser(Path directory, int rtmpPort) throws IOException {
        this.directory = directory;
        this.rtmpPort = rtmpPort;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.createContext("/film", this::film);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void film(HttpExchange exchange) throws IOException {
        Process wrapping = new ProcessBuilder(List.of(("ffmpeg -hide_banner -fflags nobuffer -probesize 32768 -listen 1"
                                + " -i rtmp://127.0.0.1:" + rtmpPort + "/live/cam -an -c copy -flush_packets 1 -f mp4"
                                + " -movflags empty_moov+default_base_moof+frag_every_frame pipe:1")
                        .split(" ")))
                .redirectError(directory.resolve("straight.log").toFile())
                .start();
        ffmpeg = Optional.of(wrapping);
        exchange.sendResponseHeaders(200, 0);
        InputStream in = wrapping.getInputStream();
        byte[] some = new byte[1 << 16];
        try (OutputStream out = exchange.getResponseBody()) {
            for (int size = in.read(some); size > 0; size = in.read(some)) {
                out.write(some, 0, size);
                out.flush();
            }
        }
    }

    @Override
    public void close() {
        ffmpeg.ifPresent(Process::destroy);
        server.stop(0);
    }
}
