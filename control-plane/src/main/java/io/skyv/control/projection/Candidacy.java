package io.skyv.control.projection;

/**
 * A transcoder as it was when a round started, and what came of it.
 *
 * @param ownMicros value of its own position
 * @param candidate whether it could be elected: own position large enough, not resigned, not jailed
 * @param place among all of the round, from 1: candidates by stake, then the others
 */
public record Candidacy(
        String transcoder,
        long registration,
        long stakeMicros,
        long ownMicros,
        boolean candidate,
        int place,
        SeatBy seat) {
    /** How a seat was come by. */
    public enum SeatBy {
        RANK("rank"),
        LOT("lot"),
        NONE("none");

        private final String inWords;

        SeatBy(String inWords) {
            this.inWords = inWords;
        }

        public String inWords() {
            return inWords;
        }
    }
}
