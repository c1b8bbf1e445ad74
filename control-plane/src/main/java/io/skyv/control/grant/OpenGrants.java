package io.skyv.control.grant;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.StreamId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The grants that are not closed, so that their number has a bound: in all, and of each stream those still good. */
final class OpenGrants {
    private final int maxPerStream;
    private final int maxOpen;
    private final Map<GrantId, Grant> all = new HashMap<>();
    private final Map<StreamId, Map<GrantId, Long>> expiryByStream = new HashMap<>();

    OpenGrants(int maxPerStream, int maxOpen) {
        this.maxPerStream = maxPerStream;
        this.maxOpen = maxOpen;
    }

    /** Takes a place for {@code grant}; false if there is none. */
    synchronized boolean enter(Grant grant) {
        Map<GrantId, Long> ofStream = expiryByStream.computeIfAbsent(grant.stream(), _ -> new LinkedHashMap<>());
        forgetExpired(ofStream, grant.issuedAtMillis());
        if (all.size() >= maxOpen || ofStream.size() >= maxPerStream) {
            return false;
        }
        put(grant);
        return true;
    }

    /** Enters a grant of an earlier run, whether there is a place or not. */
    synchronized void put(Grant grant) {
        all.put(grant.id(), grant);
        expiryByStream
                .computeIfAbsent(grant.stream(), _ -> new LinkedHashMap<>())
                .put(grant.id(), grant.expiresAtMillis());
    }

    synchronized void remove(GrantId id) {
        Grant grant = all.remove(id);
        if (grant == null) {
            return;
        }
        Map<GrantId, Long> ofStream = expiryByStream.get(grant.stream());
        if (ofStream != null) {
            ofStream.remove(id);
            if (ofStream.isEmpty()) {
                expiryByStream.remove(grant.stream());
            }
        }
    }

    synchronized Optional<Grant> find(GrantId id) {
        return Optional.ofNullable(all.get(id));
    }

    /** Those that ended before {@code millis}, at most {@code limit}. */
    synchronized List<GrantId> endedBefore(long millis, int limit) {
        return all.values().stream()
                .filter(grant -> grant.expiresAtMillis() < millis)
                .limit(limit)
                .map(Grant::id)
                .toList();
    }

    /** Entered in the order of time and with about the same life: the expired ones are at the front. */
    private static void forgetExpired(Map<GrantId, Long> expiryById, long nowMillis) {
        Iterator<Long> expiries = expiryById.values().iterator();
        while (expiries.hasNext() && expiries.next() <= nowMillis) {
            expiries.remove();
        }
    }
}
