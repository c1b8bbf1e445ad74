package io.skyv.control.fleet;

import io.skyv.proto.id.BoxId;
import java.util.List;
import java.util.Optional;

/** The boxes as they are now. Answers from memory, never blocks. */
public interface Fleet {
    /** Boxes with an open session, in order of their ids. */
    List<OnlineBox> online();

    /** The box, if it has an open session. */
    Optional<OnlineBox> find(BoxId box);

    /** Every box that ever enrolled, in order of their ids. */
    List<KnownBox> known();
}
