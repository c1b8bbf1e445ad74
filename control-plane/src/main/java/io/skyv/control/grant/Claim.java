package io.skyv.control.grant;

import io.skyv.control.economy.GrantPosition;
import io.skyv.control.economy.Operation;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;

/** What a receipt comes to, before the ledger is asked. Pure. */
sealed interface Claim {
    /** Boxes' clocks may be so much ahead of ours. */
    long CLOCK_SKEW_MILLIS = 5_000;

    /** Fewer hashes than this are done where one stands. */
    int CHEAP_STEPS = 256;

    /** It proves more than is settled. */
    record Pays(Operation.Receipt operation) implements Claim {}

    /** It says nothing new. */
    record Nothing() implements Claim {}

    /** @param code {@code invalid_receipt} or {@code over_grant} */
    record Refused(String code) implements Claim {}

    /** Receipt (i, w_i): hashing w_i must lead to the highest value known. */
    static Claim ofSigned(ReceivedReceipt receipt, GrantPosition position) {
        if (receipt.index() < 0 || receipt.index() > position.terms().units()) {
            return new Refused("over_grant");
        }
        if (receipt.index() <= position.index()) {
            return new Nothing();
        }
        if (receipt.preimage().length != Digest.BYTES) {
            return new Refused("invalid_receipt");
        }
        Digest preimage = Digest.of(receipt.preimage());
        int steps = Math.toIntExact(receipt.index() - position.index());
        return HashChain.leadsTo(preimage, steps, position.preimage())
                ? new Pays(new Operation.Receipt(
                        position.terms().id(), claimedBytes(receipt, position), receipt.index(), preimage))
                : new Refused("invalid_receipt");
    }

    /** The box's own count, which is good up to bitrate × time. */
    static Claim ofUnsigned(ReceivedReceipt receipt, GrantPosition position, Grant grant, long nowMillis) {
        if (receipt.cumulativeBytes() < 0
                || receipt.cumulativeBytes() > grant.allowedBytes(nowMillis + CLOCK_SKEW_MILLIS)) {
            return new Refused("over_grant");
        }
        return receipt.cumulativeBytes() <= position.settledBytes()
                ? new Nothing()
                : new Pays(new Operation.Receipt(position.terms().id(), receipt.cumulativeBytes(), 0, Digest.ZERO));
    }

    static boolean isCheap(ReceivedReceipt receipt, GrantPosition position) {
        return receipt.index() - position.index() < CHEAP_STEPS;
    }

    /** Bytes that the receipt says are paid. */
    static long claimedBytes(ReceivedReceipt receipt, GrantPosition position) {
        return position.terms().signed()
                ? Math.min(
                        receipt.index() * position.terms().unitBytes(),
                        position.terms().maxBytes())
                : receipt.cumulativeBytes();
    }
}
