package io.skyv.box.uplink;

import io.skyv.proto.id.GrantId;

/** What became of a receipt. */
public sealed interface Outcome {
    GrantId grant();

    /** Bytes settled for this grant by now. */
    long settledBytes();

    /** The grant is closed; nothing more will be booked for it. */
    boolean closed();

    record Booked(GrantId grant, long settledBytes, boolean closed) implements Outcome {}

    /**
     * The receipt was refused, and sending it again would be refused again.
     *
     * @param refusal the ledger's code, such as {@code invalid_receipt}, {@code unknown_grant}, {@code over_grant},
     *     {@code wrong_box}
     */
    record Refused(GrantId grant, long settledBytes, boolean closed, String refusal) implements Outcome {}
}
