package io.skyv.control.fleet;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.StreamId;
import java.util.List;
import java.util.Optional;

/** The boxes as they are now. Answers from memory, never blocks. */
public interface Fleet {
    /** Boxes with an open session, in order of their ids. */
    List<OnlineBox> online();

    /** The box, if it has an open session. */
    Optional<OnlineBox> find(BoxId box);

    /** Whether the box says in its open session that it has the stream. One that reconnects says so again. */
    boolean offers(BoxId box, StreamId stream);

    /** Every box that ever enrolled, in order of their ids. */
    List<KnownBox> known();
}
