package io.skyv.control.economy;

/** A holder of money. Only {@link Holdings} changes it. */
final class Account {
    final String id;
    long liquidMicros;
    /** Whether it changed since somebody last asked. */
    boolean touched;

    Account(String id) {
        this.id = id;
    }
}
