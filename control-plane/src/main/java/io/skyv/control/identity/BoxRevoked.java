package io.skyv.control.identity;

import io.skyv.proto.id.BoxId;

/** Fired once when a box stops being a member; whoever serves it must stop. */
public record BoxRevoked(BoxId box) {}
