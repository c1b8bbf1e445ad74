package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.watchdog.ListeningSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A service of a {@link DebianRoot}, run as its unit says (command, user, directory, configuration, no new privileges, no
 * capabilities, a /tmp of its own) and heard as systemd hears it. Here is no systemd; what only the kernel does for it is not tried.
 */
final class InstalledService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long POLL_MILLIS = 50;
    private static final long WATCHDOG_MICROS = 3_000_000;

    private final DebianRoot root;
    private final String name;
    private final ListeningSocket socket;
    private final Process process;
    private final Path log;

    private InstalledService(DebianRoot root, String name, ListeningSocket socket, Process process, Path log) {
        this.root = root;
        this.name = name;
        this.socket = socket;
        this.process = process;
        this.log = log;
    }

    /** @param name of the unit, without {@code .service} */
    static InstalledService start(DebianRoot root, String name) throws Throwable {
        List<String> unit = Files.readAllLines(root.inside("/usr/lib/systemd/system/" + name + ".service"));
        String user = only(unit, "User");
        String address = "@skyv-packages-" + ProcessHandle.current().pid() + "-" + name;
        ListeningSocket socket = new ListeningSocket(address);
        List<String> command = new ArrayList<>(root.enterWithPrivateTmp());
        command.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + only(unit, "Group"), "--init-groups"));
        command.addAll(List.of("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "env", "-i"));
        command.add("--chdir=" + only(unit, "WorkingDirectory"));
        command.addAll(List.of("INVOCATION_ID=test", "NOTIFY_SOCKET=" + address, "WATCHDOG_USEC=" + WATCHDOG_MICROS));
        command.addAll(settings(root, only(unit, "EnvironmentFile").substring(1)));
        command.addAll(List.of(only(unit, "ExecStart").split(" ")));
        Path log = Files.createTempFile(root.directory().getParent(), name + "-", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new InstalledService(root, name, socket, process, log);
    }

    /** Waits until it says so. */
    InstalledService awaitReady() throws Throwable {
        assertEquals("READY=1", heard(), () -> name + " said:\n" + output());
        return this;
    }

    void awaitAlive() throws Throwable {
        assertEquals("WATCHDOG=1", heard(), () -> name + " said:\n" + output());
    }

    /** Asks it to end, as systemd does, and waits until nothing of it runs. */
    void stop() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> name + " does not end:\n" + output());
        assertTrue(List.of(0, 143).contains(process.exitValue()), () -> name + " ended badly:\n" + output());
    }

    /** The user ids of all that runs in the root. */
    List<String> userIds() throws IOException {
        List<String> ids = new ArrayList<>();
        for (ProcessHandle running : root.processes()) {
            Files.readAllLines(Path.of("/proc", Long.toString(running.pid()), "status")).stream()
                    .filter(line -> line.startsWith("Uid:"))
                    .map(line -> line.split("\\s+")[2])
                    .forEach(ids::add);
        }
        return ids;
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
        socket.close();
    }

    private String heard() throws Throwable {
        long until = System.nanoTime() + PATIENCE.toNanos();
        String said = socket.next();
        while (said.isEmpty() && process.isAlive() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            said = socket.next();
        }
        return said;
    }

    /** As systemd reads them, where no line is quoted. */
    private static List<String> settings(DebianRoot root, String file) throws IOException {
        return Files.readAllLines(root.inside(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static String only(List<String> unit, String key) {
        List<String> values = unit.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .toList();
        assertEquals(1, values.size(), key + " in the unit");
        return values.getFirst();
    }
}
