package io.skyv.ota.interop;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.TargetFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.RepositoryWriter;
import io.skyv.ota.repository.RepositoryWriter.Lifetimes;
import io.skyv.ota.repository.RootDraft;
import io.skyv.ota.repository.SignedFile;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.TargetsDraft;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A repository that we write, with a rotated root and a maker's delegation, served as static files. */
final class OurRepository {
    static final String TOP_FILE = "network.bin";
    static final String MAKERS_FILE = "boards/a/fw.bin";
    static final byte[] CONTENT = "written by us ".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private OurRepository() {}

    static void write(Path directory) throws IOException, UpdateException {
        SigningKey rootKey = SigningKey.makeEd25519();
        SigningKey newRootKey = SigningKey.makeP256();
        SigningKey targetsKey = SigningKey.makeP256();
        SigningKey online = SigningKey.makeEd25519();
        SigningKey maker = SigningKey.makeEd25519();
        Instant expires = Instant.now().plus(Duration.ofDays(30));
        RepositoryWriter writer = new RepositoryWriter(directory, InstantSource.system(), Lifetimes.DEFAULT);
        RootDraft root = RootDraft.first(expires)
                .allow("root", rootKey.publicPart())
                .allow("targets", targetsKey.publicPart())
                .allow("snapshot", online.publicPart())
                .allow("timestamp", online.publicPart());
        writer.stageRoot(SignedFile.sign(root.signed(), List.of(rootKey)));
        RootDraft second =
                root.next(expires).allow("root", newRootKey.publicPart()).forbid("root", rootKey.id());
        writer.stageRoot(SignedFile.sign(second.signed(), List.of(rootKey, newRootKey)));
        TargetsDraft top = TargetsDraft.first(expires)
                .put(added(writer, directory, TOP_FILE))
                .delegate("maker-a", List.of(maker.publicPart()), 1, List.of("boards/a/*"), true);
        TargetsDraft makers = TargetsDraft.first(expires).put(added(writer, directory, MAKERS_FILE));
        writer.stageTargets("targets", SignedFile.sign(top.signed(), List.of(targetsKey)));
        writer.stageTargets("maker-a", SignedFile.sign(makers.signed(), List.of(maker)));
        writer.publish(OnlineKeys.of(online));
    }

    static HttpServer serve(Path directory) throws IOException {
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), directory.toRealPath(), OutputLevel.NONE);
        server.start();
        return server;
    }

    static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** One byte of the only file below is another one afterwards. */
    static void changeOneByte(Path targets) throws IOException {
        try (var files = Files.walk(targets)) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    private static TargetFile added(RepositoryWriter writer, Path directory, String path) throws IOException {
        Path file = Files.write(directory.resolveSibling("build"), CONTENT);
        return writer.addFile(file, path, Json.Members.EMPTY);
    }
}
