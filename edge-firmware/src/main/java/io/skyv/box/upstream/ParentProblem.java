package io.skyv.box.upstream;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * Why a parent refuses (RFC 9457), as far as that can be read: what answers need not be a box.
 *
 * @param detail for people; empty where there is none
 * @param due index to be paid; {@link #NOT_SAID} where it is not said
 */
record ParentProblem(String detail, int due) {
    /** More than any grant has. */
    static final int NOT_SAID = Integer.MAX_VALUE;

    /** A problem is a few hundred bytes; what is longer is none. */
    private static final int MAX_BYTES = 16 * 1024;

    private static final int MAX_DETAIL_CHARACTERS = 300;
    private static final ParentProblem NONE = new ParentProblem("", NOT_SAID);

    static ParentProblem read(byte[] body) {
        if (body.length == 0 || body.length > MAX_BYTES || body[0] != '{') {
            return NONE;
        }
        try {
            JsonObject problem = new JsonObject(new String(body, StandardCharsets.UTF_8));
            String detail = problem.getValue("detail") instanceof String text ? text : "";
            return new ParentProblem(
                    detail.substring(0, Math.min(detail.length(), MAX_DETAIL_CHARACTERS)),
                    problem.getValue("due") instanceof Integer index && index > 0 ? index : NOT_SAID);
        } catch (DecodeException e) {
            return NONE;
        }
    }
}
