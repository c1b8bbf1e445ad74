package io.skyv.box.uplink.grpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.StreamSource;
import io.skyv.proto.sign.MalformedException;
import io.skyv.v1.ControlMessage;
import io.skyv.v1.GrantReply;
import java.util.List;

/** What a control plane says that is none, or a broken one. */
class ControlMessageFuzzTest {
    @FuzzTest
    void shouldReadOrRefuse(byte[] bytes) {
        try {
            List<Outcome> outcomes =
                    Wire.outcomes(ControlMessage.parseFrom(bytes).getBooked());
            outcomes.forEach(outcome -> assertTrue(outcome.settledBytes() >= 0, outcome.toString()));
        } catch (InvalidProtocolBufferException | MalformedException refused) {
            // as it must be
        }
        try {
            StreamSource source = Wire.source(GrantReply.parseFrom(bytes).getStream());
            source.renditions().forEach(rendition -> assertTrue(rendition.bandwidthBps() > 0, rendition.toString()));
        } catch (InvalidProtocolBufferException | MalformedException refused) {
            // as it must be
        }
    }
}
