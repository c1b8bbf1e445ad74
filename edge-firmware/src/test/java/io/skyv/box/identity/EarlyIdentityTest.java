package io.skyv.box.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.skyv.proto.id.BoxId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyIdentityTest {
    private final TestNetwork network = new TestNetwork("CN=test network");

    @TempDir
    Path data;

    @TempDir
    Path other;

    @Test
    void shouldGiveWhatWasReadAhead() throws Exception {
        BoxId id = network.makeBox(data);
        EarlyIdentity.begin(data);
        StoredIdentity read = EarlyIdentity.of(data);
        assertEquals(id, read.id());
        assertSame(read, EarlyIdentity.of(data));
    }

    @Test
    void shouldReadWhatNobodyReadAhead() throws Exception {
        network.makeBox(other);
        EarlyIdentity.begin(other);
        BoxId id = network.makeBox(data);
        assertEquals(id, EarlyIdentity.of(data).id());
    }

    @Test
    void shouldFailWithWhatStoodInTheWay() {
        EarlyIdentity.begin(data);
        assertThrows(NoBirthCertificateException.class, () -> EarlyIdentity.of(data));
    }
}
