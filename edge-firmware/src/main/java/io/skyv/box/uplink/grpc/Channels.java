package io.skyv.box.uplink.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.skyv.box.identity.Credentials;
import io.skyv.box.identity.StoredIdentity;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;

/**
 * Makes connections to the control plane. The client certificate changes while the box runs, so each connection is made
 * with the one of that moment.
 */
final class Channels {
    private static final long KEEP_ALIVE_SECONDS = 20;
    private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 10;

    /** Most that one message of the control plane may have: an answer to a full batch is a tenth of it. */
    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private final ControlAddress control;
    private final StoredIdentity identity;

    Channels(ControlAddress control, StoredIdentity identity) {
        this.control = control;
        this.identity = identity;
    }

    /** Nothing is sent before the first call. */
    ManagedChannel open(Credentials credentials) throws IOException {
        SslContext tls = GrpcSslContexts.forClient()
                .trustManager(identity.network().toArray(X509Certificate[]::new))
                .keyManager(new HeldKey(credentials))
                .build();
        return NettyChannelBuilder.forAddress(control.host(), control.port())
                .sslContext(tls)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .disableRetry()
                .build();
    }
}
