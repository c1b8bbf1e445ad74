package io.skyv.control.projection.store;

/** The projections are not where the writer thought: another one has written them, or they were rebuilt. Look again. */
final class ProjectionMovedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProjectionMovedException(String message) {
        super(message);
    }
}
