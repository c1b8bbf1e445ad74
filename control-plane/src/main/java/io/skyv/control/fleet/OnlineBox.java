package io.skyv.control.fleet;

import io.skyv.proto.id.BoxId;
import java.net.URI;
import java.time.Instant;

/**
 * A box with an open session.
 *
 * @param publicUrl where receivers reach it, without a slash at the end
 * @param relays whether it will relay streams of others
 * @param openGrants grants that it serves under, by its last heartbeat
 */
public record OnlineBox(BoxId id, URI publicUrl, boolean relays, int openGrants, Instant connectedAt) {}
