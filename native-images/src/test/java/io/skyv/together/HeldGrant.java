package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A grant and what was paid under it, by the purse's rules of the page: it pays ahead for the size that it expects, and one
 * body more at most when the box says that it has served more. Read by other threads than the one that pays.
 */
final class HeldGrant {
    /** More than any part. */
    private static final long MAX_BODY_BYTES = 16L << 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** One client for each box: connections are kept, as a browser keeps them. */
    private static final Map<URI, Rest> BOXES = new ConcurrentHashMap<>();

    private final SignedGrant signed;
    private final HashChain chain;
    private final Rest box;
    private long servedBytes;
    private int due;
    private boolean presented;
    private volatile int revealedIndex;
    private volatile int acknowledgedIndex;

    HeldGrant(JsonNode given, HashChain chain) throws MalformedException {
        this.signed = SignedGrant.decodeToken(given.get("grant").asText());
        this.chain = chain;
        this.box = BOXES.computeIfAbsent(URI.create(given.get("url").asText()), Rest::new);
    }

    /** A chain that nobody else can know. */
    static HashChain newChain(int units) {
        byte[] secret = new byte[Digest.BYTES];
        RANDOM.nextBytes(secret);
        return HashChain.of(Digest.of(secret), units);
    }

    Grant grant() {
        return signed.grant();
    }

    /** The box that it is for. */
    Rest box() {
        return box;
    }

    /** The part of the bytes, or of the life, that is left: the smaller one, 0 to 1. */
    double left(long nowMillis) {
        Grant grant = grant();
        double bytes = 1 - (double) servedBytes / grant.maxBytes();
        double life =
                (double) (grant.expiresAtMillis() - nowMillis) / (grant.expiresAtMillis() - grant.issuedAtMillis());
        return Math.max(0, Math.min(bytes, life));
    }

    /** Whether a body of so many bytes can still be paid. */
    boolean covers(long bytes) {
        return Math.max(grant().dueIndex(servedBytes + bytes), due) <= grant().units();
    }

    /** Whether the next request will show more of the chain than any before. */
    boolean raises(long expectedBytes) {
        return indexFor(expectedBytes) > revealedIndex;
    }

    /** Parameters of the next request: a receipt that pays {@code expectedBytes} more, and the grant where it is not known. */
    String pay(long expectedBytes) {
        revealedIndex = indexFor(expectedBytes);
        Receipt receipt = new Receipt(grant().id(), revealedIndex, chain.value(revealedIndex));
        return receipt.query() + (presented ? "" : "&grant=" + signed.token());
    }

    /** Parameters of what is free. */
    String present() {
        return "grant=" + signed.token();
    }

    /** The body came whole: so the box has taken the receipt that went with the request. */
    void delivered(long bytes) {
        acknowledgedIndex = Math.max(acknowledgedIndex, revealedIndex);
        long counted = due > 0 ? (due - 1L) * grant().unitBytes() + 1 : 0;
        servedBytes = Math.max(servedBytes + bytes, counted);
        due = 0;
        presented = true;
    }

    /** The box takes no more for known than this. */
    void unknown() {
        presented = false;
    }

    /**
     * The box wants more.
     *
     * @param paid what it says that it has taken
     * @return false where that is more than it can have served
     */
    boolean wantsMore(int wanted, int paid) {
        if (paid > revealedIndex) {
            return false;
        }
        acknowledgedIndex = Math.max(acknowledgedIndex, paid);
        due = wanted;
        return wanted <= grant().dueIndex(Math.min(servedBytes + 2 * MAX_BODY_BYTES, Long.MAX_VALUE));
    }

    /** Bytes that the box may at most have been paid for: what was shown to it. */
    long revealedBytes() {
        return grant().paidBytes(revealedIndex);
    }

    /** Bytes whose payment the box has acknowledged by serving what was paid. */
    long acknowledgedBytes() {
        return grant().paidBytes(acknowledgedIndex);
    }

    private int indexFor(long expectedBytes) {
        int needed = grant().dueIndex(servedBytes + expectedBytes);
        return Math.min(grant().units(), Math.max(revealedIndex, Math.max(needed, due)));
    }
}
