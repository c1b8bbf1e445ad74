package io.skyv.control.grant.rest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.skyv.control.grant.GrantRequest;
import io.skyv.control.grant.rest.ReportsResource.ReportBody;
import io.skyv.control.grant.rest.StreamGrantsResource.GrantBody;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.StreamId;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;

/** The bodies that anybody may post: what passes the checks must be usable. */
class RequestBodyFuzzTest {
    private static final StreamId STREAM = new StreamId("box-1.camera");
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    // As Quarkus sets it up.
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    @FuzzTest
    void shouldBeUsableOrRefused(byte[] bytes) {
        try {
            GrantBody body = JSON.readValue(bytes, GrantBody.class);
            if (body != null && VALIDATOR.validate(body).isEmpty()) {
                GrantRequest request = body.forStream(STREAM);
                assertTrue(request.maxBytes() >= 0 && request.maxBytes() <= Grant.MAX_SIGNED_BYTES);
            }
        } catch (IOException refused) {
            // as it must be
        }
        try {
            ReportBody body = JSON.readValue(bytes, ReportBody.class);
            if (body != null && VALIDATOR.validate(body).isEmpty()) {
                assertTrue(new GrantId(body.grant()).round() >= 0);
                assertTrue((body.resource() + body.reason()).indexOf('\0') < 0, "a database takes no NUL in a text");
            }
        } catch (IOException refused) {
            // as it must be
        }
    }
}
