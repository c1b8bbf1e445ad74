package io.skyv.control.projection;

/**
 * Money that came into an account's hands or left them.
 *
 * @param line place among the movements of its block, from 0
 * @param kind why, as {@link Kind#inWords}
 * @param about the grant, box, transcoder, lock, offence or other account that it is about; empty if it is about none
 * @param deltaMicros micro-SKYV; negative if it left
 * @param balanceMicros what the account had free to spend afterwards
 */
public record Movement(
        String account, long block, int line, Kind kind, String about, long deltaMicros, long balanceMicros) {
    /** Why money moved. */
    public enum Kind {
        GENESIS("genesis"),
        TRANSFER("transfer"),
        /** Set aside for a grant. */
        GRANT("grant"),
        RECEIPT("receipt"),
        /** What was left of a grant, when its box closed it. */
        CLOSE_GRANT("closeGrant"),
        /** What was left of a grant that the round closed. */
        GRANT_ENDED("grantEnded"),
        BOND("bond"),
        CANCEL_PENDING("cancelPending"),
        WITHDRAW("withdraw"),
        REBOND("rebond"),
        CLAIM_FEES("claimFees"),
        BOND_BOX("bondBox"),
        TRANSCODE_FEE("transcodeFee"),
        /** Part of what an offender lost, for who found it. */
        FOUND("found"),
        /** The ended round's rewards, all together. */
        REWARD("reward");

        private final String inWords;

        Kind(String inWords) {
            this.inWords = inWords;
        }

        public String inWords() {
            return inWords;
        }
    }
}
