package io.skyv.control.stream;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where streams are kept. */
public interface StreamStore {
    /** All, ended ones too. */
    Uni<List<Stream>> all();

    /** Enters the stream, or replaces what is known of it. */
    Uni<Void> keep(Stream stream);
}
