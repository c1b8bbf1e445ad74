package io.skyv.control.identity.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.control.identity.Peer;
import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.key.KeyFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakerCommandTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path data;

    @TempDir
    Path boxData;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private record Result(int code, String out) {}

    @Test
    void shouldMakeABoxBeforeTheControlPlanesFirstStart() throws Exception {
        Result issued = maker("issue", "--box-data", boxData.toString(), "--owner", "alice");

        BoxId box = new BoxId(issued.out().strip());
        NetworkKeys keys = NetworkKeys.open(data, NOW);
        Path identity = boxData.resolve("identity");
        List<X509Certificate> birth = KeyFiles.readCertificates(identity.resolve("birth.pem"));
        assertEquals(0, issued.code());
        assertEquals(new Peer.Birth(box), keys.clientCertificates().identify(birth.getFirst(), NOW));
        assertEquals(List.of(birth.getFirst(), keys.maker().certificate()), birth);
        assertEquals(List.of(keys.network().certificate()), KeyFiles.readCertificates(identity.resolve("network.pem")));
        KeyFiles.readKeyPair(identity.resolve("birth.key"), birth.getFirst());
        assertEquals("rw-------", mode(identity.resolve("birth.key")));
        assertEquals("rwx------", mode(identity));
        assertEquals(
                Optional.of(new AccountId("alice")),
                new BoxRegister(data).boxes().get(box).owner());
    }

    @Test
    void shouldLeaveABoxThatIsMadeAlreadyAsItIs() throws Exception {
        String first = maker("issue", "--box-data", boxData.toString()).out();
        byte[] birth = Files.readAllBytes(boxData.resolve("identity").resolve("birth.pem"));

        Result again = maker("issue", "--box-data", boxData.toString(), "--owner", "bob");

        assertEquals(first, again.out());
        assertEquals(0, again.code());
        assertTrue(err.toString().contains("is there already"), err::toString);
        assertEquals(
                new String(birth, StandardCharsets.US_ASCII),
                Files.readString(boxData.resolve("identity").resolve("birth.pem")));
        assertEquals("bob", maker("list").out().split("\t")[1]);
    }

    @Test
    void shouldGiveABoxANewCertificateWhenTheNetworkWasMadeAnew(@TempDir Path otherData) throws Exception {
        String id = maker("issue", "--box-data", boxData.toString()).out();
        NetworkKeys other = NetworkKeys.open(otherData, NOW);

        Result again = new MakerCommandRun(otherData).run("issue", "--box-data", boxData.toString());

        assertEquals(id, again.out());
        X509Certificate birth = KeyFiles.readCertificates(
                        boxData.resolve("identity").resolve("birth.pem"))
                .getFirst();
        birth.verify(other.maker().certificate().getPublicKey());
        assertEquals(
                List.of(other.network().certificate()),
                KeyFiles.readCertificates(boxData.resolve("identity").resolve("network.pem")));
    }

    @Test
    void shouldRevokeABoxThatItSold() throws Exception {
        String id = maker("issue", "--box-data", boxData.toString()).out().strip();

        assertEquals(0, maker("revoke", id).code());
        assertEquals(0, maker("revoke", id).code());

        assertTrue(new BoxRegister(data).boxes().get(new BoxId(id)).revoked());
        assertTrue(maker("list").out().strip().endsWith("revoked"));
        assertEquals(1, maker("revoke", "box-nobody").code());
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() {
        for (String[] wrong : new String[][] {
            {},
            {"sell"},
            {"issue"},
            {"issue", "--box-data"},
            {"issue", "--colour", "red"},
            {"list", "all"},
            {"revoke"},
            {"issue", "--box-data", boxData.toString(), "--owner", "not an id"}
        }) {
            assertEquals(2, maker(wrong).code(), String.join(" ", wrong));
        }
        assertTrue(maker("--help").out().contains("--box-data DIR"));
        assertEquals(0, maker("issue", "--help").code());
    }

    @Test
    void shouldFailWithOneLineWhenItMayNotWrite() throws Exception {
        Path file = Files.createFile(boxData.resolve("file"));

        assertEquals(1, maker("issue", "--box-data", file.toString()).code());
        String last = err.toString().lines().toList().getLast();
        assertTrue(last.startsWith("maker: " + file), last);
    }

    @Test
    void shouldAgreeOnOneNetworkWhenManyBeginAtOnce() throws Exception {
        Set<X509Certificate> networks = new HashSet<>();
        List<Callable<X509Certificate>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            starts.add(() -> NetworkKeys.open(data, NOW).network().certificate());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<X509Certificate> start : threads.invokeAll(starts)) {
                networks.add(start.get());
            }
        }
        assertEquals(1, networks.size());
        assertEquals("rwx------", mode(data.resolve("keys")));
        assertEquals("rw-------", mode(data.resolve("keys").resolve("network-ca.key")));
        assertEquals("rw-------", mode(data.resolve("keys").resolve("grant.key")));
    }

    @Test
    void shouldReadARegisterWhoseLastLineIsBeingWrittenAndWriteOverIt() throws Exception {
        BoxRegister register = new BoxRegister(data);
        register.issued(new BoxId("box-1"), NOW);
        Files.writeString(register.file(), "2026-03-01T12:00", StandardOpenOption.APPEND);
        assertEquals(Set.of(new BoxId("box-1")), register.boxes().keySet());

        register.revoked(new BoxId("box-1"), NOW);

        assertTrue(register.boxes().get(new BoxId("box-1")).revoked());
        assertFalse(Files.readString(register.file()).contains("12:002026"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private Result maker(String... args) {
        return new MakerCommandRun(data).run(args);
    }

    private final class MakerCommandRun {
        private final Path control;

        MakerCommandRun(Path control) {
            this.control = control;
        }

        Result run(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int code = new MakerCommand(
                            control, Clock.fixed(NOW, ZoneOffset.UTC), new PrintStream(out), new PrintStream(err))
                    .execute(List.of(args));
            return new Result(code, out.toString());
        }
    }
}
