package io.skyv.control.grant;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;

/**
 * What a receiver found wrong with what the box of its grant gave it.
 *
 * @param resource which one, such as {@code 17.3.m4s}
 * @param atMillis Unix time at which it was told
 */
public record Report(GrantId grant, BoxId box, String resource, String reason, long atMillis) {
    public static final int MAX_TEXT_CHARACTERS = 300;
}
