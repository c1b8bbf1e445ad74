package io.skyv.box.uplink.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.skyv.box.identity.TestNetwork;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import io.skyv.v1.BoxMessage;
import io.skyv.v1.BoxSessionGrpc;
import io.skyv.v1.ControlMessage;
import io.skyv.v1.EnrolReply;
import io.skyv.v1.EnrolRequest;
import io.skyv.v1.EnrolmentGrpc;
import io.skyv.v1.GrantReply;
import io.skyv.v1.GrantRequest;
import io.skyv.v1.GrantsGrpc;
import io.skyv.v1.ReceiptBatch;
import io.skyv.v1.ReceiptOutcome;
import io.skyv.v1.ReceiptsBooked;
import io.skyv.v1.ServerTime;
import io.skyv.v1.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** A control plane that does what the test says, over real mutual TLS. */
final class FakeNetwork implements AutoCloseable {
    private static final Context.Key<X509Certificate> PEER = Context.key("peer");
    private static final long PATIENCE_SECONDS = 30;

    /** An enrolment: who came, and the key that the new certificate is for. */
    record Enrolled(X509Certificate peer, PublicKey key) {}

    /** A session, from the control plane's side. */
    record Link(X509Certificate peer, BlockingQueue<BoxMessage> heard, StreamObserver<ControlMessage> out) {
        BoxMessage next() throws InterruptedException {
            BoxMessage message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("the box says nothing");
            }
            return message;
        }

        /** The next one of this kind; others are passed over. */
        BoxMessage next(BoxMessage.MessageCase kind) throws InterruptedException {
            BoxMessage message = next();
            while (message.getMessageCase() != kind) {
                message = next();
            }
            return message;
        }

        void welcome() {
            out.onNext(ControlMessage.newBuilder()
                    .setWelcome(Welcome.newBuilder().setHeartbeatSeconds(1))
                    .build());
        }

        void book(ReceiptBatch batch, Function<io.skyv.v1.Receipt, ReceiptOutcome> outcome) {
            ReceiptsBooked.Builder booked = ReceiptsBooked.newBuilder().setBatchId(batch.getBatchId());
            batch.getReceiptsList().forEach(receipt -> booked.addOutcomes(outcome.apply(receipt)));
            out.onNext(ControlMessage.newBuilder().setBooked(booked).build());
        }

        /** Nothing could be booked now. */
        void busy(ReceiptBatch batch) {
            out.onNext(ControlMessage.newBuilder()
                    .setBooked(ReceiptsBooked.newBuilder().setBatchId(batch.getBatchId()))
                    .build());
        }

        void time(long millis) {
            out.onNext(ControlMessage.newBuilder()
                    .setTime(ServerTime.newBuilder().setMillis(millis))
                    .build());
        }

        void end(Status status) {
            out.onError(status.asRuntimeException());
        }
    }

    final BlockingQueue<Enrolled> enrolments = new LinkedBlockingQueue<>();
    final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
    final BlockingQueue<GrantRequest> grantRequests = new LinkedBlockingQueue<>();
    final KeyPair grantKey = P256.generate();
    volatile Function<GrantRequest, GrantReply> grants = request -> {
        throw Status.NOT_FOUND.withDescription("no such stream").asRuntimeException();
    };

    private final TestNetwork network;
    private final Server server;

    FakeNetwork(TestNetwork network, int port) throws IOException {
        this.network = network;
        KeyPair key = P256.generate();
        SslContextBuilder tls = SslContextBuilder.forServer(
                        key.getPrivate(), network.certificate("server", key.getPublic(), Duration.ofDays(1)))
                .trustManager(network.ca())
                .clientAuth(ClientAuth.REQUIRE);
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port))
                .sslContext(GrpcSslContexts.configure(tls).build())
                .intercept(new PeerInterceptor())
                .addService(new Enrolment())
                .addService(new Sessions())
                .addService(new Grants())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    Enrolled nextEnrolment() throws InterruptedException {
        return next(enrolments, "the box does not enrol");
    }

    /** The next session, after its hello. */
    Link nextLink() throws InterruptedException {
        Link link = next(links, "the box does not connect");
        BoxMessage first = link.next();
        if (!first.hasHello()) {
            throw new AssertionError("the first message is not hello but " + first);
        }
        return link;
    }

    Link nextWelcomed() throws InterruptedException {
        Link link = nextLink();
        link.welcome();
        return link;
    }

    private static <T> T next(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
        T item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError(otherwise);
        }
        return item;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Enrolment extends EnrolmentGrpc.EnrolmentImplBase {
        @Override
        public void enrol(EnrolRequest request, StreamObserver<EnrolReply> out) {
            try {
                X509Certificate peer = PEER.get();
                PublicKey key = P256.publicKey(
                        new PKCS10CertificationRequest(request.getCsrDer().toByteArray())
                                .getSubjectPublicKeyInfo()
                                .getEncoded());
                String name = peer.getSubjectX500Principal().getName().substring(3);
                X509Certificate operating = network.certificate(name, key, Duration.ofDays(30));
                out.onNext(EnrolReply.newBuilder()
                        .setBoxId(name)
                        .setOwner("alice")
                        .addCertificateChainDer(ByteString.copyFrom(operating.getEncoded()))
                        .setGrantKeySpki(
                                ByteString.copyFrom(grantKey.getPublic().getEncoded()))
                        .build());
                out.onCompleted();
                enrolments.add(new Enrolled(peer, key));
            } catch (IOException | MalformedException | java.security.cert.CertificateEncodingException e) {
                out.onError(Status.INVALID_ARGUMENT.withCause(e).asRuntimeException());
            }
        }
    }

    private final class Sessions extends BoxSessionGrpc.BoxSessionImplBase {
        @Override
        public StreamObserver<BoxMessage> connect(StreamObserver<ControlMessage> out) {
            Link link = new Link(PEER.get(), new LinkedBlockingQueue<>(), out);
            links.add(link);
            return new StreamObserver<>() {
                @Override
                public void onNext(BoxMessage message) {
                    link.heard().add(message);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {
                    out.onCompleted();
                }
            };
        }
    }

    private final class Grants extends GrantsGrpc.GrantsImplBase {
        @Override
        public void requestGrant(GrantRequest request, StreamObserver<GrantReply> out) {
            grantRequests.add(request);
            try {
                out.onNext(grants.apply(request));
                out.onCompleted();
            } catch (RuntimeException e) {
                out.onError(e);
            }
        }
    }

    private static final class PeerInterceptor implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            try {
                X509Certificate peer = (X509Certificate) session.getPeerCertificates()[0];
                return Contexts.interceptCall(Context.current().withValue(PEER, peer), call, headers, next);
            } catch (SSLPeerUnverifiedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
