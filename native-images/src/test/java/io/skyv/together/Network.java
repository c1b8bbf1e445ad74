package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A control plane and boxes, packaged, on free ports of loopback, with fresh data below the build directory. */
final class Network implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("skyv.root"));
    private static final Path CONTROL_JAR = ROOT.resolve("control-plane/target/quarkus-app/quarkus-run.jar");
    static final Path BOX_JAR = ROOT.resolve("edge-firmware/target/quarkus-app/quarkus-run.jar");
    static final Path BOX_EXECUTABLE = ROOT.resolve("edge-firmware/target/native/skyv-box");

    /** Where the control plane's own tests unpack PostgreSQL's programs, which takes some seconds. */
    private static final Path UNPACKED = ROOT.resolve("control-plane/target/postgres");

    static final String READY = "/q/health/ready";

    /** A round that starts at midnight would pay rewards in the middle of a test, and supply is what tests look at. */
    private static final Duration NO_ROUND_ENDS = Duration.ofDays(365);

    private final Path directory;
    private final Place control;
    private final int httpPort = freePort();
    private final int httpsPort = freePort();
    private final List<Program> started = new ArrayList<>();

    /** A box that is running. */
    record Box(String name, URI url, Program program) {}

    Network(String name) {
        this(name, Place.HERE);
    }

    /** @param control where the control plane runs */
    Network(String name, Place control) {
        this.control = control;
        directory = Path.of(System.getProperty("skyv.work")).resolve(name);
        deleteAll(directory);
    }

    /** @param directory of a network that was made before: its data stay */
    Network(Path directory) {
        this.control = Place.HERE;
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** Where the page and REST are. */
    URI control() {
        return URI.create("http://" + control.address() + ":" + httpPort);
    }

    int httpsPort() {
        return httpsPort;
    }

    Program startControl() throws InterruptedException {
        return startControl(Map.of());
    }

    /** @param more environment beyond the usual */
    Program startControl(Map<String, String> more) throws InterruptedException {
        return launchControl(more).awaitReady(control().resolve(READY));
    }

    /** Starts the control plane and does not wait for it. */
    Program launchControl(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(controlEnvironment());
        environment.putAll(more);
        bringPrograms();
        Program program = Program.start(control, "control", CONTROL_JAR, directory, environment);
        started.add(program);
        return program;
    }

    /** Of the release at hand, if they are unpacked; the control plane unpacks those it does not find. */
    private void bringPrograms() {
        Path postgres = directory.resolve("control").resolve("postgres");
        if (Files.exists(postgres) || !Files.isReadable(UNPACKED)) {
            return;
        }
        try (Stream<Path> releases = Files.list(UNPACKED)) {
            Files.createDirectories(postgres);
            for (Path release : releases.filter(Network::isOurs).toList()) {
                Files.createSymbolicLink(postgres.resolve(release.getFileName()), release);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a machine of its own a test may be somebody who must not run them. */
    private static boolean isOurs(Path release) {
        return Files.isExecutable(release.resolve("bin").resolve("initdb"));
    }

    /** One of the control plane's commands, on its data. */
    Program control(String... command) {
        return command(Map.of(), command);
    }

    /** @param more environment beyond the usual, such as {@code SKYV_DATABASE_URL} */
    Program command(Map<String, String> more, String... command) {
        Map<String, String> environment = new HashMap<>(controlEnvironment());
        environment.putAll(more);
        return Program.start("command", CONTROL_JAR, directory, environment, command);
    }

    /** Makes the birth certificate, as a maker would. */
    void maker(String box, String owner) throws InterruptedException {
        Program maker = Program.start(
                "maker",
                CONTROL_JAR,
                directory,
                controlEnvironment(),
                "maker",
                "issue",
                "--box-data",
                directory.resolve(box).toString(),
                "--owner",
                owner);
        int status = maker.awaitEnd();
        if (status != 0) {
            throw new AssertionError("maker ended with " + status + ":\n" + maker.output());
        }
    }

    /** @param more environment beyond the usual; {@code SKYV_CAMERA} makes it a source */
    Box startBox(String name, Map<String, String> more) throws InterruptedException {
        return startBox(name, more, Place.HERE);
    }

    Box startBox(String name, Map<String, String> more, Place place) throws InterruptedException {
        return startBox(name, more, place, boxProgram());
    }

    Box startBox(String name, Map<String, String> more, Place place, Path file) throws InterruptedException {
        Box box = launchBox(name, more, place, file);
        box.program().awaitReady(box.url().resolve(READY));
        return box;
    }

    /** Starts a box and does not wait for it. */
    Box launchBox(String name, Map<String, String> more, Place place) {
        return launchBox(name, more, place, boxProgram());
    }

    /** @param file jar or executable */
    Box launchBox(String name, Map<String, String> more, Place place, Path file) {
        int port = more.containsKey("SKYV_BOX_PORT") ? Integer.parseInt(more.get("SKYV_BOX_PORT")) : freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "SKYV_DATA",
                directory.resolve(name).toString(),
                "SKYV_CONTROL",
                control.address() + ":" + httpsPort,
                "SKYV_BOX_HOST",
                place.address(),
                "SKYV_BOX_PORT",
                Integer.toString(port),
                "SKYV_UPLINK_RECEIPT_INTERVAL",
                "PT1S"));
        environment.putAll(more);
        Program program = Program.start(place, name, file, directory, environment);
        started.add(program);
        return new Box(name, URI.create("http://" + place.address() + ":" + port), program);
    }

    /** Waits until the control plane has a session with so many boxes. */
    void awaitOnline(int boxes) throws IOException, InterruptedException {
        new Rest(control()).await("/v1/boxes", json -> {
            long online = 0;
            for (JsonNode box : json.get("boxes")) {
                online += box.get("online").asBoolean() ? 1 : 0;
            }
            return online == boxes;
        });
    }

    /** As the control plane knows the box, by where it is. */
    String id(Box wanted) throws IOException, InterruptedException {
        for (JsonNode box : new Rest(control()).get("/v1/boxes").get("boxes")) {
            if (URI.create(box.get("url").asText()).equals(wanted.url())) {
                return box.get("id").asText();
            }
        }
        throw new AssertionError("the control plane does not know " + wanted.name());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        started.reversed().forEach(Program::close);
        Processes.workingIn(postgresData()).forEach(ProcessHandle::destroyForcibly);
    }

    /** The control plane's own PostgreSQL, as an external one for another. */
    String database() throws IOException {
        Path postgres = directory.resolve("control").resolve("postgres");
        return "postgresql://skyv:"
                + Files.readString(postgres.resolve("password")).strip() + "@127.0.0.1:"
                + Files.readString(postgres.resolve("port")).strip() + "/skyv";
    }

    /** Where the control plane's own PostgreSQL works: a killed control plane leaves it running. */
    Path postgresData() {
        return directory.resolve("control").resolve("postgres").resolve("data");
    }

    /** By {@code -Dskyv.native=true} the executable: the tests are the same for both. */
    private static Path boxProgram() {
        return Boolean.getBoolean("skyv.native") ? BOX_EXECUTABLE : BOX_JAR;
    }

    private Map<String, String> controlEnvironment() {
        return Map.of(
                "SKYV_DATA", directory.resolve("control").toString(),
                "SKYV_ROUND", NO_ROUND_ENDS.toString(),
                "SKYV_HTTP_HOST", control.address(),
                "SKYV_SERVER_NAMES", control.address(),
                "SKYV_HTTP_PORT", Integer.toString(httpPort),
                "SKYV_HTTPS_PORT", Integer.toString(httpsPort));
    }

    private static void deleteAll(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
