package io.skyv.control.journal;

import io.skyv.control.economy.Outcome;

/** What whoever asked is told. */
public sealed interface Answer {
    /** It is in a block that is kept; the same to everybody who asks with this id again. */
    record Done(Outcome outcome) implements Answer {}

    /** The id was used for another operation; this one was not done. */
    record IdReused() implements Answer {}

    /** The id is of a round too old, or not begun: ask with a new one. */
    record StaleId(long round) implements Answer {}

    /** Nobody can say now whether it was or will be done: ask again later, with the same id. */
    record Busy(String why) implements Answer {}
}
