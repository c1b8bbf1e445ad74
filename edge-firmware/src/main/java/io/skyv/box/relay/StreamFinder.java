package io.skyv.box.relay;

import io.skyv.box.store.CarriedStream;
import io.skyv.proto.grant.Grant;
import java.util.concurrent.CompletionStage;

/** Finds what a grant is for; a relay then begins to carry it. */
public interface StreamFinder {
    /**
     * The stream of {@code grant}. Fails with {@link StreamUnavailableException} when this box neither has it nor can get
     * it.
     */
    CompletionStage<CarriedStream> find(Grant grant);
}
