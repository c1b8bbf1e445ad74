package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is peculiar to the executable; all else the same tests show as of the jars. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutableIT {
    private static final int MAX_PER_ADDRESS = 20;
    private static final Pattern MAPPED_LIBRARY = Pattern.compile("(?m) (/\\S*/lib(?:av|sw|jni)\\S*)$");

    private final Network network = new Network("executable");
    private final Rest control = new Rest(network.control());
    private Network.Box box;

    @BeforeAll
    void start() throws Exception {
        network.startControl();
        network.maker("box", "broadcaster");
        Path file = network.directory().resolve("config/application.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "skyv.stream.title=Of the file\nskyv.camera=test\n");
        box = network.startBox(
                "box", Map.of("SKYV_BOX_MAX_CONNECTIONS_PER_ADDRESS", Integer.toString(MAX_PER_ADDRESS)));
        control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
    }

    @AfterAll
    void stop() {
        network.close();
    }

    @Test
    void shouldRunItselfAsTheCaptureChildWithTheLibrariesThatLieBesideIt() throws Exception {
        List<ProcessHandle> children = box.program().children();
        assertEquals(1, children.size());
        Path proc = Path.of("/proc", Long.toString(children.getFirst().pid()));
        assertEquals(Network.BOX_EXECUTABLE.toRealPath(), proc.resolve("exe").toRealPath());

        Set<Path> directories = new TreeSet<>();
        Matcher library = MAPPED_LIBRARY.matcher(Files.readString(proc.resolve("maps")));
        while (library.find()) {
            directories.add(Path.of(library.group(1)).getParent());
        }
        assertEquals(Set.of(Network.BOX_EXECUTABLE.resolveSibling("lib")), directories);
        assertFalse(Files.exists(network.directory().resolve("box/javacpp")), "libraries were unpacked");
    }

    @Test
    void shouldReadTheOwnersFileWhenItStartsAndNotTheBuildersEnvironment() throws Exception {
        assertEquals(
                "Of the file", control.get("/v1/streams").at("/streams/0/title").asText());
    }

    @Test
    void shouldGuardItsConnectionsBeforeARequestIsRead() throws Exception {
        Metrics metrics = new Metrics(box.url());
        String metric = Runbook.of("connections-refused").metric();
        double before = metrics.value(metric);
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * MAX_PER_ADDRESS; i++) {
                idle.add(new Socket(box.url().getHost(), box.url().getPort()));
            }
            assertTrue(refused(idle) >= 2 * MAX_PER_ADDRESS, "places are bounded");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        metrics.await(metric, refused -> refused >= before + 2 * MAX_PER_ADDRESS);
    }

    @Test
    void shouldPassItsSelfTest() throws Exception {
        Program selfTest = Program.start(
                "self-test", Network.BOX_EXECUTABLE, network.directory().resolve("elsewhere"), Map.of(), "self-test");
        assertEquals(0, selfTest.awaitEnd(), selfTest.output());
        assertTrue(selfTest.output().contains("ok      calls into C"), selfTest.output());
        assertTrue(selfTest.output().contains("ok      capture"), selfTest.output());
    }

    /** How many find their end at once; those that have a place hear nothing, as they have asked nothing. */
    private static int refused(List<Socket> sockets) throws IOException {
        int refused = 0;
        for (Socket socket : sockets) {
            socket.setSoTimeout(200);
            try {
                if (socket.getInputStream().read() < 0) {
                    refused++;
                }
            } catch (SocketTimeoutException e) {
                // it has a place
            } catch (IOException e) {
                refused++;
            }
        }
        return refused;
    }
}
