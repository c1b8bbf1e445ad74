package io.skyv.control.identity;

import io.skyv.proto.id.BoxId;
import io.skyv.proto.sign.MalformedException;
import java.security.PublicKey;
import java.util.function.Predicate;

/** Who may have an operating certificate. Decides, and does nothing. */
public final class EnrolmentRules {
    private EnrolmentRules() {}

    /** What to do with a request to enrol. */
    public sealed interface Decision {
        /** Give {@code box} an operating certificate over {@code key}. */
        record Admit(BoxId box, PublicKey key) implements Decision {}

        record Refuse(Refusal reason, String detail) implements Decision {}
    }

    /**
     * @param csr PKCS#10, DER
     * @param revoked whether a box is no longer wanted
     */
    public static Decision decide(Peer peer, byte[] csr, Predicate<BoxId> revoked) {
        return switch (peer) {
            case Peer.Refused(Refusal reason, String detail) -> new Decision.Refuse(reason, detail);
            case Peer.Birth(BoxId box) -> decide(box, csr, revoked);
            case Peer.Operating(BoxId box) -> decide(box, csr, revoked);
        };
    }

    private static Decision decide(BoxId box, byte[] csr, Predicate<BoxId> revoked) {
        if (revoked.test(box)) {
            return new Decision.Refuse(Refusal.REVOKED, box + " is revoked");
        }
        try {
            PublicKey key = CertificateRequest.decode(csr).key();
            return BoxId.ofBirthKey(key).equals(box)
                    ? new Decision.Refuse(
                            Refusal.BIRTH_KEY_REUSED, "an operating certificate needs a key other than the birth key")
                    : new Decision.Admit(box, key);
        } catch (MalformedException e) {
            return new Decision.Refuse(Refusal.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
