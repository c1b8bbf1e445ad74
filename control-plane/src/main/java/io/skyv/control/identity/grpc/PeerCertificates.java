package io.skyv.control.identity.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Hands the TLS session of a call on to its service. */
@ApplicationScoped
@GlobalInterceptor
public class PeerCertificates implements ServerInterceptor {
    private static final Context.Key<SSLSession> TLS = Context.key("tls-session");

    /** The TLS session of the current call; null when it came in the clear. */
    static @Nullable SSLSession session() {
        return TLS.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        return Contexts.interceptCall(Context.current().withValue(TLS, session), call, headers, next);
    }
}
