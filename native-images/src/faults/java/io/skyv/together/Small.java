package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Sources whose picture is small, so that tests can have several boxes. */
final class Small {
    static final Map<String, String> SOURCE = Map.of(
            "SKYV_CAMERA", "test",
            "SKYV_ENCODING_WIDTH", "320",
            "SKYV_ENCODING_HEIGHT", "180",
            "SKYV_ENCODING_FRAME_RATE", "15",
            "SKYV_ENCODING_BITRATE", "300000");

    private Small() {}

    /** Waits until so many boxes are online and one of them has a stream; its id. */
    static String awaitStream(Rest control, int boxes) throws IOException, InterruptedException {
        control.await("/v1/boxes", json -> online(json) == boxes);
        return control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean())
                .at("/streams/0/id")
                .asText();
    }

    static long online(JsonNode boxes) {
        long count = 0;
        for (JsonNode box : boxes.get("boxes")) {
            count += box.get("online").asBoolean() ? 1 : 0;
        }
        return count;
    }
}
