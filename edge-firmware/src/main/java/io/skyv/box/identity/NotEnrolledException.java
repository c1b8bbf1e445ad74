package io.skyv.box.identity;

/** The box has never reached its control plane, so it does not yet have what only the control plane can give. */
public final class NotEnrolledException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public NotEnrolledException(String message) {
        super(message);
    }
}
