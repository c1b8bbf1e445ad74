package io.skyv.ota.sim;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.client.Limits;
import io.skyv.ota.client.Mirror;
import io.skyv.ota.client.TufClient;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.FetchLimits;
import io.skyv.ota.fetch.HttpTransport;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.json.StrictJson;
import io.skyv.ota.metadata.TargetFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A client under test: its disks, its clock, and what came of what it was told. */
public final class TestClient {
    public static final FetchLimits QUICK = new FetchLimits(2_000, 1_000, 1_000, 1_000);

    public MemoryDisk metadata = new MemoryDisk();
    public MemoryDisk targets = new MemoryDisk();
    public Instant now = RepositorySimulator.NOW;
    public Limits limits = Limits.DEFAULT;
    public LongSupplier nanoTime = System::nanoTime;
    public final List<Mirror> mirrors = new ArrayList<>();
    public final Transport transport;

    private TestClient(Transport transport, List<String> urls) {
        this.transport = transport;
        urls.forEach(url -> mirrors.add(new Mirror(url + "metadata", url + "targets/")));
    }

    /** Over HTTP. */
    public static TestClient of(String... urls) {
        return new TestClient(new HttpTransport(QUICK), List.of(urls));
    }

    /** Without a network between, for tests that run many times. */
    public static TestClient of(RepositorySimulator repository) {
        return of(new Direct(repository));
    }

    /** By another way than HTTP. */
    public static TestClient of(Transport transport) {
        return new TestClient(transport, List.of("http://repository.test/"));
    }

    public TestClient init(RepositorySimulator repository) {
        return init(repository.published.get("root").getFirst());
    }

    public TestClient init(byte[] root) {
        try {
            TufClient.init(metadata, root);
            return this;
        } catch (UpdateException e) {
            throw new AssertionError(e);
        }
    }

    public TufClient client() {
        return new TufClient(metadata, mirrors, transport, new BoundedBytes(QUICK, nanoTime), () -> now, limits);
    }

    /** Nothing if all went well. */
    public Optional<Problem> refresh() {
        return download();
    }

    /** One refresh, then each target; stops at the first failure. */
    public Optional<Problem> download(String... paths) {
        try {
            TufClient.Refreshed repository = client().refresh();
            for (String path : paths) {
                Optional<TargetFile> file = repository.find(path);
                if (file.isEmpty()) {
                    return Optional.of(Problem.NO_SUCH_TARGET);
                }
                repository.download(file.get(), targets);
            }
            return Optional.empty();
        } catch (UpdateException e) {
            return Optional.of(e.problem());
        }
    }

    /** 0 if there is none. */
    public long version(String role) {
        Optional<byte[]> file = metadata.get(role + ".json");
        try {
            return file.isEmpty()
                    ? 0
                    : StrictJson.read(file.get()).members("signed").integer("version");
        } catch (UpdateException e) {
            throw new AssertionError(role + " is stored broken", e);
        }
    }

    /** "root 1", "timestamp 2" …, by name. */
    public List<String> trusted() {
        List<String> trusted = new ArrayList<>();
        for (String file : metadata.names()) {
            if (file.endsWith(".json")) {
                String role = file.substring(0, file.length() - ".json".length());
                trusted.add(role + " " + version(role));
            }
        }
        return trusted;
    }

    public Optional<byte[]> downloaded(String name) {
        return targets.get(name);
    }

    private record Direct(RepositorySimulator repository) implements Transport {
        @Override
        public Body open(URI file, long fromByte) throws UpdateException {
            byte[] bytes = repository
                    .answer(file.getRawPath().substring(1))
                    .orElseThrow(() -> new UpdateException(Problem.NOT_THERE, file + " is not there"));
            InputStream in = new ByteArrayInputStream(bytes, (int) fromByte, bytes.length - (int) fromByte);
            return new Body() {
                @Override
                public long fromByte() {
                    return fromByte;
                }

                @Override
                public InputStream bytes() {
                    return in;
                }

                @Override
                public void close() {}
            };
        }
    }
}
