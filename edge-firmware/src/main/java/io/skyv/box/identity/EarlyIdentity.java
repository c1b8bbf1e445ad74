package io.skyv.box.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The identity before the box: a thread of its own reads certificates and keys while
 * the rest of the program is still being loaded.
 */
public final class EarlyIdentity {
    private record Reading(Path data, FutureTask<StoredIdentity> task) {}

    private static volatile Optional<Reading> reading = Optional.empty();

    private EarlyIdentity() {}

    /** @param data {@code $SKYV_DATA} of the box */
    public static void begin(Path data) {
        Reading begun = new Reading(data, new FutureTask<>(() -> StoredIdentity.open(data)));
        reading = Optional.of(begun);
        Thread.ofPlatform().name("identity-reader").daemon(true).start(begun.task());
    }

    /** What was read of {@code data}, or is read now; fails as {@link StoredIdentity#open} does. */
    static StoredIdentity of(Path data) throws IOException, NoBirthCertificateException {
        Optional<Reading> begun = reading.filter(each -> each.data().equals(data));
        if (begun.isEmpty()) {
            return StoredIdentity.open(data);
        }
        try {
            return begun.get().task().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NoBirthCertificateException cause) {
                throw cause;
            }
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the identity was read", e);
        }
    }
}
