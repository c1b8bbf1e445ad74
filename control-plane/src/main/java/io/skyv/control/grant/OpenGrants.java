package io.skyv.control.grant;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.StreamId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The grants that are not closed, so that their number has a bound: in all, and of each stream those still good. */
final class OpenGrants {
    private final int maxPerStream;
    private final int maxOpen;
    private final Map<String, Grant> all = new HashMap<>();
    private final Map<StreamId, Map<String, Long>> expiryByStream = new HashMap<>();

    OpenGrants(int maxPerStream, int maxOpen) {
        this.maxPerStream = maxPerStream;
        this.maxOpen = maxOpen;
    }

    /** Takes a place for {@code grant}; false if there is none. */
    synchronized boolean enter(Grant grant) {
        Map<String, Long> ofStream = expiryByStream.computeIfAbsent(grant.stream(), _ -> new LinkedHashMap<>());
        forgetExpired(ofStream, grant.issuedAtMillis());
        if (all.size() >= maxOpen || ofStream.size() >= maxPerStream) {
            return false;
        }
        put(grant);
        return true;
    }

    /** Enters a grant that was given elsewhere or in an earlier run, whether there is a place or not. */
    synchronized void put(Grant grant) {
        all.put(grant.id().value(), grant);
        expiryByStream
                .computeIfAbsent(grant.stream(), _ -> new LinkedHashMap<>())
                .put(grant.id().value(), grant.expiresAtMillis());
    }

    /** @param id as the ledger has it, which may be no grant of ours, nor have the form of one */
    synchronized void remove(String id) {
        Grant grant = all.remove(id);
        if (grant == null) {
            return;
        }
        Map<String, Long> ofStream = expiryByStream.get(grant.stream());
        if (ofStream != null) {
            ofStream.remove(id);
            if (ofStream.isEmpty()) {
                expiryByStream.remove(grant.stream());
            }
        }
    }

    synchronized boolean has(String id) {
        return all.containsKey(id);
    }

    synchronized Optional<Grant> find(GrantId id) {
        return Optional.ofNullable(all.get(id.value()));
    }

    /** Entered in the order of time and with about the same life: the expired ones are at the front. */
    private static void forgetExpired(Map<String, Long> expiryById, long nowMillis) {
        Iterator<Long> expiries = expiryById.values().iterator();
        while (expiries.hasNext() && expiries.next() <= nowMillis) {
            expiries.remove();
        }
    }
}
