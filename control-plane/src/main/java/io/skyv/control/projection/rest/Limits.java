package io.skyv.control.projection.rest;

/** How much one answer has. */
final class Limits {
    static final String USUAL = "50";
    static final int MOST = 200;

    private Limits() {}
}
