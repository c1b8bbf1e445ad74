package io.skyv.control.journal;

import java.util.function.Supplier;

/** Who reads what will be needed next; this package has no threads. */
public interface Ahead {
    /** Nothing is read before it is asked for. */
    Ahead NOTHING = new Ahead() {
        @Override
        public <T> Supplier<T> begin(Supplier<T> work) {
            return work;
        }
    };

    /**
     * Begins with {@code work}, at once or later.
     *
     * @return to be asked once: waits for what came of it, or throws what it threw
     */
    <T> Supplier<T> begin(Supplier<T> work);
}
