package io.skyv.control.projection.store;

/** What is projected is of another journal than the one there is now, as after a backup was put in its place. */
final class OtherJournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherJournalException(String message) {
        super(message);
    }
}
