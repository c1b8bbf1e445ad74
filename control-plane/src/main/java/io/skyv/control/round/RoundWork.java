package io.skyv.control.round;

import io.skyv.control.economy.Operation;
import io.skyv.control.economy.SeatStanding;
import io.skyv.control.journal.OperationId;
import io.skyv.control.journal.Request;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked of the ledger for its rounds. The ids follow from what is asked, so that a second try, of this program or
 * of one that takes over, is the same request.
 */
final class RoundWork {
    private RoundWork() {}

    /**
     * The round after this one.
     *
     * @param head hash of the newest block, which is the seed
     */
    static Request start(long round, Digest head) {
        return new Request(id(round, "startRound"), new Operation.StartRound(head.hex()));
    }

    /**
     * How long boxes were online in this round until now, of those for which something else was said before. No capacity
     * is told, and none qualifies: the network does not measure it yet.
     */
    static List<Request> online(long round, Map<BoxId, Long> seconds, Map<BoxId, Long> told) {
        List<Request> requests = new ArrayList<>();
        seconds.forEach((box, time) -> {
            if (time > 0 && !time.equals(told.get(box))) {
                requests.add(new Request(
                        id(round, "online " + box + " " + time), new Operation.Online(box.value(), 0, time, false)));
            }
        });
        return requests;
    }

    /**
     * That those of the elected are there of whom a box has a session; a transcoder is there as long as one of its boxes is.
     *
     * @param there accounts that own a box with a session
     */
    static List<Request> available(long round, List<SeatStanding> seats, Set<String> there) {
        List<Request> requests = new ArrayList<>();
        for (SeatStanding seat : seats) {
            if (!seat.available() && there.contains(seat.transcoder())) {
                requests.add(new Request(
                        id(round, "availability " + seat.transcoder()), new Operation.Availability(seat.transcoder())));
            }
        }
        return requests;
    }

    private static OperationId id(long round, String what) {
        ByteBuffer hash = ByteBuffer.wrap(Digest.sha256(("skyv-round " + what).getBytes(StandardCharsets.UTF_8))
                .bytes());
        return OperationId.of(round, hash.getInt(), hash.getLong());
    }
}
