package io.skyv.box.uplink;

import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;

/** What one grant has paid so far. */
public sealed interface OutgoingReceipt {
    GrantId grant();

    /** No more will come: what is left of the escrow may go back. */
    boolean closing();

    /**
     * Of a signed grant.
     *
     * @param index units paid
     * @param preimage w_index
     */
    record Paid(GrantId grant, int index, Digest preimage, boolean closing) implements OutgoingReceipt {
        public Paid {
            if (index < 0) {
                throw new IllegalArgumentException("a receipt's index is not negative");
            }
        }
    }

    /** Of an unsigned grant: bytes served, by the box's own count. */
    record Counted(GrantId grant, long cumulativeBytes, boolean closing) implements OutgoingReceipt {
        public Counted {
            if (cumulativeBytes < 0) {
                throw new IllegalArgumentException("bytes served are not negative");
            }
        }
    }
}
