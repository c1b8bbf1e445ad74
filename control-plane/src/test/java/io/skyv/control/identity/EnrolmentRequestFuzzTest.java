package io.skyv.control.identity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;

/** The certificate request and the certificate that a box enrols with. */
class EnrolmentRequestFuzzTest {
    @FuzzTest
    void shouldBeReadOrRefused(byte[] der) {
        try {
            assertTrue(P256.isP256(CertificateRequest.decode(der).key()));
        } catch (MalformedException refused) {
            // as it must be
        }
        try {
            KeyFiles.certificate(der);
        } catch (MalformedException refused) {
            // as it must be
        }
    }
}
