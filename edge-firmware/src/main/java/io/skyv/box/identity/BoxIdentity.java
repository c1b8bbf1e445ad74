package io.skyv.box.identity;

import io.skyv.proto.id.BoxId;
import java.security.KeyPair;
import java.security.PublicKey;

/** Who this box is, and the keys that it signs and checks with. */
public interface BoxIdentity {
    BoxId id();

    /** Signs the manifests of this box's own streams; made at the first start, and never changed. */
    KeyPair manifestKey();

    /**
     * Checks the control plane's signature on grants; kept on disk since the last enrolment.
     *
     * @throws NotEnrolledException before the first enrolment, when no grant can be checked, so nothing may be served
     */
    PublicKey grantKey();
}
