package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.sign.MalformedException;
import java.util.List;

/** Operations and outcomes as a journal brings them back. */
class OperationFuzzTest {
    private static final List<byte[]> SETTLED = EconomyPropertyTest.snapshot(LedgerEncodingTest.settled());

    @FuzzTest
    void shouldBeReadAsTheSameBytesOrRefused(byte[] bytes) {
        try {
            Operation operation = OperationCodec.decode(bytes);
            assertArrayEquals(bytes, OperationCodec.encode(operation));
            Economy.readSnapshot(SETTLED.iterator()).apply(operation);
        } catch (MalformedException refused) {
            // as it must be
        }
        try {
            assertArrayEquals(bytes, OutcomeCodec.encode(OutcomeCodec.decode(bytes)));
        } catch (MalformedException refused) {
            // as it must be
        }
    }
}
