package io.skyv.control.identity.grpc;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.skyv.control.identity.BoxOwners;
import io.skyv.control.identity.BoxesSold;
import io.skyv.control.identity.CertificateAuthority;
import io.skyv.control.identity.EnrolmentRules;
import io.skyv.control.identity.EnrolmentRules.Decision;
import io.skyv.control.identity.Members;
import io.skyv.control.identity.Peer;
import io.skyv.control.identity.Refusal;
import io.skyv.control.identity.store.NetworkKeys;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.v1.EnrolReply;
import io.skyv.v1.EnrolRequest;
import io.skyv.v1.Enrolment;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Turns a birth certificate, or a still valid operating one, into a fresh operating certificate. */
@GrpcService
class EnrolmentService implements Enrolment {
    private static final Logger LOG = Logger.getLogger(EnrolmentService.class);
    private static final Pattern FIRMWARE_VERSION = Pattern.compile("[A-Za-z0-9.+_-]{0,64}");

    private final TlsCaller caller;
    private final NetworkKeys keys;
    private final Members members;
    private final BoxesSold sold;
    private final BoxOwners owners;
    private final InstantSource clock;
    private final Vertx vertx;
    private final MeterRegistry meters;

    @Inject
    EnrolmentService(
            TlsCaller caller,
            NetworkKeys keys,
            Members members,
            BoxesSold sold,
            BoxOwners owners,
            InstantSource clock,
            Vertx vertx,
            MeterRegistry meters) {
        this.caller = caller;
        this.keys = keys;
        this.members = members;
        this.sold = sold;
        this.owners = owners;
        this.clock = clock;
        this.vertx = vertx;
        this.meters = meters;
        for (Refusal reason : Refusal.values()) {
            refused(reason);
        }
    }

    @Override
    public Uni<EnrolReply> enrol(EnrolRequest request) {
        Peer peer = caller.peer();
        return vertx.executeBlocking(() -> {
                    sold.refresh();
                    return EnrolmentRules.decide(peer, request.getCsrDer().toByteArray(), caller::isRevoked);
                })
                .flatMap(decision -> switch (decision) {
                    case Decision.Admit(BoxId box, PublicKey key) -> admit(box, key, version(request));
                    case Decision.Refuse(Refusal reason, String detail) -> refuse(peer, reason, detail);
                });
    }

    private Uni<EnrolReply> admit(BoxId box, PublicKey key, String firmwareVersion) {
        Instant now = clock.instant();
        X509Certificate operating = keys.network().issueOperating(box, key, now);
        AccountId owner = sold.owner(box).orElse(new AccountId(box.value()));
        return members.enrolled(box, owner, operating.getSerialNumber().toString(16), now)
                .call(() -> owners.assign(box, owner))
                .map(member -> reply(box, owner, operating, now))
                .invoke(() -> {
                    admitted().increment();
                    LOG.infof(
                            "%s enrolled (owner %s, firmware %s); its certificate is good until %s",
                            box, owner, firmwareVersion, operating.getNotAfter().toInstant());
                });
    }

    private Uni<EnrolReply> refuse(Peer peer, Refusal reason, String detail) {
        refused(reason).increment();
        LOG.infof("Refused to enrol %s: %s (%s)", name(peer), reason.label(), detail);
        return Uni.createFrom().failure(Refusals.status(reason, detail));
    }

    private EnrolReply reply(BoxId box, AccountId owner, X509Certificate operating, Instant now) {
        try {
            return EnrolReply.newBuilder()
                    .setBoxId(box.value())
                    .addCertificateChainDer(ByteString.copyFrom(operating.getEncoded()))
                    .addCertificateChainDer(
                            ByteString.copyFrom(keys.network().certificate().getEncoded()))
                    .setGrantKeySpki(
                            ByteString.copyFrom(keys.grantKey().getPublic().getEncoded()))
                    .setRenewAtSeconds(
                            now.plus(CertificateAuthority.RENEW_AFTER).getEpochSecond())
                    .setOwner(owner.value())
                    .build();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just made has no encoding", e);
        }
    }

    private static String name(Peer peer) {
        return switch (peer) {
            case Peer.Birth(BoxId box) -> box.value();
            case Peer.Operating(BoxId box) -> box.value();
            case Peer.Refused unknown -> "somebody";
        };
    }

    /** What goes into a log line is short and has no control characters. */
    private static String version(EnrolRequest request) {
        return FIRMWARE_VERSION.matcher(request.getFirmwareVersion()).matches()
                ? request.getFirmwareVersion()
                : "unreadable";
    }

    private Counter admitted() {
        return Counter.builder("skyv.enrolments")
                .description("Operating certificates given out")
                .register(meters);
    }

    private Counter refused(Refusal reason) {
        return Counter.builder("skyv.enrolments.refused")
                .description("Requests to enrol that were refused")
                .tag("reason", reason.label())
                .register(meters);
    }
}
