package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packages in fresh Debians: they install, serve as their own users, keep what was edited, and leave nothing behind. */
class PackagesIT {
    private static final Path WORK = Path.of(System.getProperty("skyv.work"), "roots");
    private static final String CONTROL_ENV = "/etc/skyv/control.env";
    private static final String CONTROL_JVM = "/etc/skyv/control.jvm";
    private static final String BOX_ENV = "/etc/skyv/box.env";
    private static final int MOST_EXPOSURE_TENTHS = 20;
    private static final String OF_NEXT = "# of the next version";

    private final int httpPort = Network.freePort();
    private final int httpsPort = Network.freePort();
    private final int boxPort = Network.freePort();
    private final URI page = URI.create("http://127.0.0.1:" + httpPort);

    @BeforeEach
    void needs() {
        String missing = DebianRoot.missing();
        assumeTrue(missing.isEmpty(), () -> "packages are not tried: " + missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookworm", "trixie"})
    void shouldServeAsItsUserKeepWhatWasEditedAndLeaveNothingOfTheControlPlane(String suite) throws Throwable {
        PackageFile deb = built("skyv-control", "amd64");
        try (DebianRoot root = DebianRoot.fresh(suite, "amd64", WORK)) {
            Set<String> files = root.files();
            Set<String> users = root.users();
            root.install(deb.path());
            edit(root, CONTROL_ENV, "SKYV_HTTP_PORT=" + httpPort, "SKYV_HTTPS_PORT=" + httpsPort);
            String edited = Files.readString(root.inside(CONTROL_ENV));
            String head = servesAsItsUser(root);

            PackageFile next = deb.next(List.of(CONTROL_ENV, CONTROL_JVM), OF_NEXT);
            root.install(next.path());
            assertEquals(next.field("Version"), root.run("dpkg-query", "-Wf${Version}", "skyv-control"));
            assertEquals(edited, Files.readString(root.inside(CONTROL_ENV)), "what was edited stays");
            assertTrue(Files.readString(root.inside(CONTROL_JVM)).endsWith(OF_NEXT + "\n"), "what was not is replaced");
            assertEquals(head, servesAsItsUser(root), "the books stay");

            root.run("dpkg", "--remove", "skyv-control");
            assertTrue(Files.exists(root.inside(CONTROL_ENV)));
            assertTrue(Files.exists(root.inside("/var/lib/skyv-control/postgres")));
            root.run("dpkg", "--purge", "skyv-control");
            assertEquals(users, root.users());
            assertEquals(new TreeSet<>(), beyond(files, root.files()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookworm", "trixie"})
    void shouldEnrolAndServeAsItsUserKeepWhatWasEditedAndLeaveNothingOfTheBox(String suite) throws Throwable {
        PackageFile control = built("skyv-control", "amd64");
        PackageFile deb = built("skyv-box", "amd64");
        try (DebianRoot root = DebianRoot.fresh(suite, "amd64", WORK)) {
            root.install(control.path());
            edit(root, CONTROL_ENV, "SKYV_HTTP_PORT=" + httpPort, "SKYV_HTTPS_PORT=" + httpsPort);
            root.run("install", "-d", "-o", "skyv-control", "-m", "0700", "/tmp/box");
            root.run("skyv-control", "maker", "issue", "--box-data", "/tmp/box", "--owner", "broadcaster");
            root.run("mv", "/tmp/box/identity", "/root/identity");
            root.run("rmdir", "/tmp/box");
            Set<String> files = root.files();
            Set<String> users = root.users();

            root.install(deb.path());
            root.run("cp", "-r", "/root/identity", "/var/lib/skyv-box/identity");
            root.run("chown", "-R", "skyv-box:skyv-box", "/var/lib/skyv-box");
            edit(root, BOX_ENV, "SKYV_BOX_HOST=127.0.0.1", "SKYV_BOX_PORT=" + boxPort, "SKYV_CAMERA=test");
            edit(
                    root,
                    BOX_ENV,
                    "SKYV_CONTROL=127.0.0.1:" + httpsPort,
                    "SKYV_ENCODING_WIDTH=320",
                    "SKYV_ENCODING_HEIGHT=180");
            String edited = Files.readString(root.inside(BOX_ENV));
            try (InstalledService network = InstalledService.start(root, "skyv-control")) {
                network.awaitReady();
                capturesAsItsUser(root);
                root.install(deb.next(List.of(BOX_ENV), OF_NEXT).path());
                assertEquals(edited, Files.readString(root.inside(BOX_ENV)), "what was edited stays");
                capturesAsItsUser(root);
                network.stop();
            }
            root.run("dpkg", "--remove", "skyv-box");
            assertTrue(Files.exists(root.inside(BOX_ENV)));
            root.run("dpkg", "--purge", "skyv-box");
            root.run("find", "/var/lib/skyv-control", "-mindepth", "1", "-delete");
            assertEquals(users, root.users());
            assertEquals(new TreeSet<>(), beyond(files, root.files()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"skyv-box", "skyv-control"})
    void shouldExposeLittleBySystemdsOwnReckoning(String name) throws Exception {
        assumeTrue(Shell.succeeds("sh", "-c", "command -v systemd-analyze"), "systemd-analyze is not installed");
        Path unit = Path.of(System.getProperty("skyv.root"), "native-images", "systemd", name + ".service");
        String most = "--threshold=" + MOST_EXPOSURE_TENTHS;
        Tool.start(WORK, "systemd-analyze", "security", "--offline=true", "--no-pager", most, unit.toString())
                .awaitSuccess(60);
    }

    @Test
    void shouldExposeLittleWithItsBoardToo() throws Exception {
        assumeTrue(Shell.succeeds("sh", "-c", "command -v systemd-analyze"), "systemd-analyze is not installed");
        Path units = Path.of(System.getProperty("skyv.root"), "native-images", "systemd");
        Path both = Files.createDirectories(WORK.resolve("with-board/skyv-box.service.d"));
        Files.copy(units.resolve("board.conf"), both.resolve("board.conf"), StandardCopyOption.REPLACE_EXISTING);
        Path unit = both.resolveSibling("skyv-box.service");
        Files.copy(units.resolve("skyv-box.service"), unit, StandardCopyOption.REPLACE_EXISTING);
        String most = "--threshold=" + MOST_EXPOSURE_TENTHS;
        String said = Tool.start(
                        WORK, "systemd-analyze", "security", "--offline=true", "--no-pager", most, unit.toString())
                .awaitSuccess(60);
        assertTrue(said.contains("char-gpiochip:rw"), "the drop-in counts: " + said);
    }

    private void capturesAsItsUser(DebianRoot root) throws Throwable {
        try (InstalledService service = InstalledService.start(root, "skyv-box")) {
            service.awaitReady();
            service.awaitAlive();
            URI box = URI.create("http://127.0.0.1:" + boxPort);
            assertEquals(200, new Rest(box).send("/q/health/ready").status());
            Rest network = new Rest(page);
            network.await("/v1/boxes", json -> json.at("/boxes/0/online").asBoolean());
            network.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
            assertFalse(service.userIds().contains("0"), "nothing of it is root");
            service.stop();
        }
    }

    /** @return the ledger's head */
    private String servesAsItsUser(DebianRoot root) throws Throwable {
        try (InstalledService service = InstalledService.start(root, "skyv-control")) {
            service.awaitReady();
            service.awaitAlive();
            Rest rest = new Rest(page);
            Rest.Answer viewer = rest.send("/");
            assertEquals(200, viewer.status());
            assertTrue(viewer.contentType().startsWith("text/html"), viewer.contentType());
            assertEquals(200, rest.send("/q/health/ready").status());
            List<String> users = service.userIds();
            assertTrue(users.size() > 3, () -> "Java and PostgreSQL's processes, not " + users);
            assertFalse(users.contains("0"), "nothing of it is root");
            assertEquals("rwx------", mode(root, "/var/lib/skyv-control"));
            String head = rest.await("/v1/ledger", ledger -> ledger.get("round").asLong() > 0)
                    .get("headHash")
                    .asText();
            service.stop();
            assertEquals(List.of(), root.processes());
            return head;
        }
    }

    private static PackageFile built(String name, String architecture) {
        var found = PackageFile.of(name, architecture);
        assumeTrue(found.isPresent(), () -> name + " for " + architecture + " was not built here");
        return found.orElseThrow();
    }

    private static void edit(DebianRoot root, String file, String... lines) throws IOException {
        Files.writeString(root.inside(file), String.join("\n", lines) + "\n", StandardOpenOption.APPEND);
    }

    private static String mode(DebianRoot root, String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.inside(path)));
    }

    private static Set<String> beyond(Set<String> before, Set<String> after) {
        Set<String> more = new TreeSet<>(after);
        more.removeAll(before);
        return more;
    }
}
