package io.skyv.control.problem;

/**
 * Problem details (RFC 9457).
 *
 * @param type {@code urn:skyv:problem:} and the code
 * @param title the same for each problem of this code
 * @param status HTTP status
 * @param detail what was wrong this time
 */
public record Problem(String type, String title, int status, String detail, String code) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemCode code, String detail) {
        return new Problem("urn:skyv:problem:" + code.code(), code.title(), code.httpStatus(), detail, code.code());
    }
}
