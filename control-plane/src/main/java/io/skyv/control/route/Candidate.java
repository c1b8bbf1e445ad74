package io.skyv.control.route;

import io.skyv.proto.id.BoxId;

/**
 * A box that is online.
 *
 * @param relays whether it serves streams of others
 * @param openGrants grants that it serves under now
 */
public record Candidate(BoxId box, boolean relays, int openGrants) {}
