package io.skyv.control.economy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.sign.MalformedException;

/** Operations and outcomes as a journal brings them back. */
class OperationFuzzTest {
    @FuzzTest
    void shouldBeReadAsTheSameBytesOrRefused(byte[] bytes) {
        try {
            Operation operation = OperationCodec.decode(bytes);
            assertArrayEquals(bytes, OperationCodec.encode(operation));
            LedgerEncodingTest.settled().apply(operation);
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
