package io.skyv.box.upstream;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;

/**
 * What a receiver pays under one grant. It pays ahead for the size it expects, and never risks more than one request:
 * what a box claims beyond what was received is bounded.
 */
final class Wallet {
    /** More than any part or segment that a box should send. */
    static final long MAX_BODY_BYTES = 32L << 20;

    private final Grant grant;
    private final HashChain chain;
    private long countedBytes;
    private int paidIndex;

    /** @param chain whose anchor is the grant's, at least as long as the grant's units */
    Wallet(Grant grant, HashChain chain) {
        if (chain.length() < grant.units() || !chain.anchor().equals(grant.anchor())) {
            throw new IllegalArgumentException("the hash chain is not the one this grant was made for");
        }
        this.grant = grant;
        this.chain = chain;
    }

    Grant grant() {
        return grant;
    }

    /** Whether {@code bytes} more fit into the grant. */
    boolean covers(long bytes) {
        return countedBytes + bytes <= grant.maxBytes();
    }

    /** The receipt that pays {@code expectedBytes} more; it stays the same where they are paid already. */
    Receipt payFor(long expectedBytes) {
        long upTo = Math.min(countedBytes + expectedBytes, grant.maxBytes());
        paidIndex = Math.max(paidIndex, grant.dueIndex(upTo));
        return new Receipt(grant.id(), paidIndex, chain.value(paidIndex));
    }

    /**
     * Pays what the box says is due.
     *
     * @return false when that is more than one request could have cost, and so is not paid
     */
    boolean payDue(int due) {
        if (due > grant.units() || due > grant.dueIndex(Math.min(countedBytes + MAX_BODY_BYTES, grant.maxBytes()))) {
            return false;
        }
        paidIndex = Math.max(paidIndex, due);
        return true;
    }

    /** A body of so many bytes has come, or was charged and lost on the way. */
    void received(long bytes) {
        countedBytes += bytes;
    }

    int paidIndex() {
        return paidIndex;
    }

    long paidBytes() {
        return grant.paidBytes(paidIndex);
    }

    long receivedBytes() {
        return countedBytes;
    }
}
