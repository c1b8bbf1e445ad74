package io.skyv.box.uplink.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.skyv.box.identity.CertificateRequest;
import io.skyv.box.identity.Credentials;
import io.skyv.box.identity.StoredIdentity;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import io.skyv.v1.EnrolReply;
import io.skyv.v1.EnrolRequest;
import io.skyv.v1.EnrolmentGrpc;
import java.io.IOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gets an operating certificate over a new key, and keeps it. Blocks. */
final class Enroller {
    private static final System.Logger LOG = System.getLogger(Enroller.class.getName());
    private static final int MAX_CHAIN = 4;

    private final Channels channels;
    private final StoredIdentity identity;
    private final UplinkSettings settings;

    Enroller(Channels channels, StoredIdentity identity, UplinkSettings settings) {
        this.channels = channels;
        this.identity = identity;
        this.settings = settings;
    }

    /**
     * @param credentials the birth certificate, or an operating one that is still good
     * @throws StatusRuntimeException if the control plane refuses, or is away
     */
    void enrol(Credentials credentials) throws IOException, MalformedException {
        ManagedChannel channel = channels.open(credentials);
        try {
            KeyPair key = P256.generate();
            EnrolReply reply = EnrolmentGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .enrol(EnrolRequest.newBuilder()
                            .setCsrDer(ByteString.copyFrom(CertificateRequest.der(identity.id(), key)))
                            .setFirmwareVersion(settings.firmwareVersion())
                            .build());
            List<X509Certificate> chain = chain(reply, key);
            identity.enrolled(key, chain, P256.publicKey(reply.getGrantKeySpki().toByteArray()));
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} is enrolled, owner {1}; its certificate is good until {2}",
                    identity.id(),
                    reply.getOwner(),
                    chain.getFirst().getNotAfter().toInstant());
        } finally {
            channel.shutdownNow();
        }
    }

    private List<X509Certificate> chain(EnrolReply reply, KeyPair key) throws MalformedException {
        if (!reply.getBoxId().equals(identity.id().value())) {
            throw new MalformedException("the control plane enrolled another box");
        }
        if (reply.getCertificateChainDerCount() < 1 || reply.getCertificateChainDerCount() > MAX_CHAIN) {
            throw new MalformedException("the control plane's certificate chain has 1 to " + MAX_CHAIN + " links");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (ByteString der : reply.getCertificateChainDerList()) {
            chain.add(KeyFiles.certificate(der.toByteArray()));
        }
        if (!chain.getFirst().getPublicKey().equals(key.getPublic())) {
            throw new MalformedException("the control plane's certificate is for another key");
        }
        return chain;
    }
}
