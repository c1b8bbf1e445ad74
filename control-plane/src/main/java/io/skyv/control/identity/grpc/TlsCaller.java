package io.skyv.control.identity.grpc;

import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.control.identity.BoxesSold;
import io.skyv.control.identity.ClientCertificates;
import io.skyv.control.identity.Member;
import io.skyv.control.identity.Members;
import io.skyv.control.identity.Peer;
import io.skyv.control.identity.Refusal;
import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.proto.id.BoxId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;

/** Reads the caller from the TLS session, and asks whether it is still a member. */
@ApplicationScoped
class TlsCaller implements Caller {
    private static final Logger LOG = Logger.getLogger(TlsCaller.class);

    private final ClientCertificates certificates;
    private final Members members;
    private final BoxesSold sold;
    private final InstantSource clock;
    private final MeterRegistry meters;

    @Inject
    TlsCaller(NetworkKeys keys, Members members, BoxesSold sold, InstantSource clock, MeterRegistry meters) {
        this.certificates = keys.clientCertificates();
        this.members = members;
        this.sold = sold;
        this.clock = clock;
        this.meters = meters;
        for (Refusal reason : Refusal.values()) {
            refused(reason);
        }
    }

    /** Whoever it is; revoked ones too. */
    Peer peer() {
        return leaf().map(leaf -> certificates.identify(leaf, clock.instant()))
                .orElseGet(() -> new Peer.Refused(
                        Refusal.NO_CERTIFICATE, "boxes are known by the client certificate of their TLS connection"));
    }

    @Override
    public Instant certificateEnds() {
        return leaf().map(leaf -> leaf.getNotAfter().toInstant()).orElse(Instant.MIN);
    }

    private static Optional<X509Certificate> leaf() {
        SSLSession session = PeerCertificates.session();
        try {
            return session == null ? Optional.empty() : Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    @Override
    public BoxId requireOperating() {
        return switch (peer()) {
            case Peer.Operating(BoxId box) -> requireMember(box);
            case Peer.Birth(BoxId box) ->
                throw refuse(
                        Refusal.OPERATING_NEEDED,
                        box + " came with its birth certificate, which is only good to enrol");
            case Peer.Refused(Refusal reason, String detail) -> throw refuse(reason, detail);
        };
    }

    boolean isRevoked(BoxId box) {
        return sold.isRevoked(box) || members.find(box).map(Member::revoked).orElse(false);
    }

    private BoxId requireMember(BoxId box) {
        if (members.find(box).isEmpty()) {
            throw refuse(Refusal.UNKNOWN_BOX, box + " is not known here and must enrol again");
        }
        if (isRevoked(box)) {
            throw refuse(Refusal.REVOKED, box + " is revoked");
        }
        return box;
    }

    private StatusRuntimeException refuse(Refusal reason, String detail) {
        refused(reason).increment();
        LOG.infof("Refused a call: %s (%s)", reason.label(), detail);
        return Refusals.status(reason, detail);
    }

    private Counter refused(Refusal reason) {
        return Counter.builder("skyv.calls.refused")
                .description("gRPC calls that need an operating certificate and came without a good one")
                .tag("reason", reason.label())
                .register(meters);
    }
}
