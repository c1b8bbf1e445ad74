package io.skyv.box.uplink;

/** Asked for each heartbeat; must not block. */
public interface StatusSource {
    BoxStatus status();
}
