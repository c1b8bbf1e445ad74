package io.skyv.control.grant;

import io.skyv.proto.grant.Grant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Enters the open grants that this control plane did not give, those of an earlier run or of the writer that it follows: in
 * the background, so that neither a start nor a takeover waits for them however many there are. Until it is entered, a
 * grant does not count against its stream; receipts of it are booked all the same.
 */
final class TermsReader {
    /** Grants that are read at once. */
    static final int MAX_AT_ONCE = 1_000;

    private static final Logger LOG = Logger.getLogger(TermsReader.class);

    private final OpenGrants open;
    private final Predicate<String> isOpen;
    private final Function<List<String>, List<Grant>> terms;
    private final Executor background;
    /** Ids of grants that the ledger has or had open: as many as there may be of these. */
    private final Deque<String> unread = new ArrayDeque<>();

    private boolean reading;

    /**
     * @param isOpen whether the ledger has the grant of that id open
     * @param terms of these grants, at most {@link #MAX_AT_ONCE}; may block, and fail
     */
    TermsReader(
            OpenGrants open, Predicate<String> isOpen, Function<List<String>, List<Grant>> terms, Executor background) {
        this.open = open;
        this.isOpen = isOpen;
        this.terms = terms;
        this.background = background;
    }

    /** Never waits. What could not be read before is tried again too. */
    void enter(Collection<String> ids) {
        synchronized (unread) {
            ids.stream().filter(id -> !open.has(id)).forEach(unread::add);
            if (reading || unread.isEmpty()) {
                return;
            }
            reading = true;
        }
        background.execute(this::read);
    }

    private void read() {
        List<String> page = next();
        while (!page.isEmpty()) {
            try {
                terms.apply(page).forEach(this::enter);
            } catch (RuntimeException e) {
                putBack(page);
                LOG.warnf("the terms of %d open grants cannot be read, later again: %s", page.size(), e.getMessage());
                return;
            }
            page = next();
        }
    }

    /** Looks afterwards: whoever closes a grant takes it out of the books before it takes it out of here. */
    private void enter(Grant grant) {
        String id = grant.id().value();
        open.put(grant);
        if (!isOpen.test(id)) {
            open.remove(id);
        }
    }

    private List<String> next() {
        List<String> page = new ArrayList<>();
        synchronized (unread) {
            while (page.size() < MAX_AT_ONCE && !unread.isEmpty()) {
                page.add(unread.remove());
            }
            reading = !page.isEmpty();
        }
        return page;
    }

    private void putBack(List<String> page) {
        synchronized (unread) {
            page.reversed().forEach(unread::addFirst);
            reading = false;
        }
    }
}
