package io.skyv.ota.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.sigstore.tuf.Fetcher;
import dev.sigstore.tuf.FileSystemTufStore;
import dev.sigstore.tuf.InvalidHashesException;
import dev.sigstore.tuf.MetaFetcher;
import dev.sigstore.tuf.PassthroughCacheMetaStore;
import dev.sigstore.tuf.RootProvider;
import dev.sigstore.tuf.TrustedMetaStore;
import dev.sigstore.tuf.Updater;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sigstore-java's client, which knows no delegations, reads what we write, and takes no file of which one byte was changed. */
class SigstoreIT {
    @TempDir
    Path directory;

    private Path served = Path.of("nowhere");
    private HttpServer server;

    @BeforeEach
    void publish() throws Exception {
        served = Files.createDirectory(directory.resolve("served"));
        OurRepository.write(served);
        server = OurRepository.serve(served);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void shouldWriteWhatSigstoreReads() throws Exception {
        FileSystemTufStore store = store("good");
        Updater updater = updater(store);
        updater.updateMeta();
        updater.downloadTarget(OurRepository.TOP_FILE);
        assertArrayEquals(OurRepository.CONTENT, store.readTarget(OurRepository.TOP_FILE));
    }

    @Test
    void shouldBeRefusedBySigstoreWithOneByteChanged() throws Exception {
        try (var files = Files.list(served.resolve("targets"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[7] ^= 1;
            Files.write(file, bytes);
        }
        Updater updater = updater(store("bad"));
        updater.updateMeta();
        assertThrows(InvalidHashesException.class, () -> updater.downloadTarget(OurRepository.TOP_FILE));
    }

    private FileSystemTufStore store(String name) throws Exception {
        Path base = Files.createDirectory(directory.resolve(name));
        return FileSystemTufStore.newFileSystemStore(base, Files.createDirectory(base.resolve("targets")));
    }

    private Updater updater(FileSystemTufStore store) throws Exception {
        String url = OurRepository.url(server);
        return Updater.builder()
                .setTrustedRootPath(RootProvider.fromFile(served.resolve("metadata/1.root.json")))
                .setTrustedMetaStore(
                        TrustedMetaStore.newTrustedMetaStore(PassthroughCacheMetaStore.newPassthroughMetaCache(store)))
                .setTargetStore(store)
                .setMetaFetcher(MetaFetcher.newFetcher(new PlainFetcher(url + "metadata/")))
                .setTargetFetcher(new PlainFetcher(url + "targets/"))
                .build();
    }

    /** Its own needs a logging library that Quarkus' BOM takes away. */
    private record PlainFetcher(String base) implements Fetcher {
        @Override
        public String getSource() {
            return base;
        }

        /** Null if it is not there, as its own does. */
        @Override
        public byte[] fetchResource(String name, int maxBytes) throws IOException {
            try (InputStream in = URI.create(base + name).toURL().openStream()) {
                byte[] bytes = in.readNBytes(maxBytes);
                if (in.read() >= 0) {
                    throw new IOException(name + " has over " + maxBytes + " bytes");
                }
                return bytes;
            } catch (FileNotFoundException e) {
                return null;
            }
        }
    }
}
