package io.skyv.control.identity.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.control.database.CannotStartException;
import io.skyv.control.database.DatabaseAddress;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** The maker's register and the database's address: written by people and their programs. */
class OperatorsFilesFuzzTest {
    private static final Path DATA =
            Path.of("target", "fuzzed-" + ProcessHandle.current().pid());
    private static final BoxRegister REGISTER = new BoxRegister(DATA);
    private static final BoxId FRESH = new BoxId("box-fresh");

    @FuzzTest
    void shouldBeReadOrSaidToBeWrong(byte[] bytes) throws IOException {
        register(bytes);
        try {
            DatabaseAddress address = DatabaseAddress.parse(new String(bytes, StandardCharsets.UTF_8));
            assertFalse(address.jdbcUrl().chars().anyMatch(c -> c <= ' '), address.toString());
        } catch (CannotStartException refused) {
            // as it must be
        }
    }

    private static void register(byte[] bytes) throws IOException {
        Files.createDirectories(REGISTER.file().getParent());
        Files.write(REGISTER.file(), bytes);
        try {
            Map<BoxId, SoldBox> before = REGISTER.boxes();
            REGISTER.revoked(FRESH, Instant.EPOCH);
            Map<BoxId, SoldBox> after = REGISTER.boxes();
            before.keySet()
                    .forEach(box -> assertEquals(box.equals(FRESH) ? null : before.get(box), lookup(after, box)));
        } catch (MalformedException refused) {
            // as it must be
        } finally {
            Files.deleteIfExists(REGISTER.file());
        }
    }

    private static SoldBox lookup(Map<BoxId, SoldBox> boxes, BoxId box) {
        return box.equals(FRESH) ? null : boxes.get(box);
    }
}
