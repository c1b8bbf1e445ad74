package io.skyv.control.identity;

import io.skyv.proto.id.BoxId;

/** What the client certificate of a connection says of who is there. */
public sealed interface Peer {
    /** A box with the certificate that its maker gave it. */
    record Birth(BoxId box) implements Peer {}

    /** A box with a valid certificate of this network. */
    record Operating(BoxId box) implements Peer {}

    /** Nobody that this network knows. */
    record Refused(Refusal reason, String detail) implements Peer {}
}
