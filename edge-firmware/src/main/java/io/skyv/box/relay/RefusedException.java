package io.skyv.box.relay;

import io.skyv.box.meter.Refusal;

/** Carries a refusal through a chain of stages to the one place that answers. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
