package io.skyv.control.identity.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.skyv.control.identity.maker.MakerCommand;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.key.KeyFiles;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import io.skyv.v1.EnrolReply;
import io.skyv.v1.EnrolRequest;
import io.skyv.v1.EnrolmentGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A box as the control plane sees it: certificates, and connections with them. */
public final class TestBox implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 30;

    private final Path identity;
    private final int port;
    private final List<ManagedChannel> channels = new ArrayList<>();

    private TestBox(Path identity, int port) {
        this.identity = identity;
        this.port = port;
    }

    /** A box that the development maker made; {@code extra} goes to {@code maker issue}. */
    public static TestBox made(Path controlData, Path boxData, int port, String... extra) {
        List<String> args = new ArrayList<>(List.of("issue", "--box-data", boxData.toString()));
        args.addAll(List.of(extra));
        maker(controlData, args.toArray(String[]::new));
        return new TestBox(boxData.resolve("identity"), port);
    }

    /** The same box, that comes by another port. */
    public TestBox through(int otherPort) {
        return new TestBox(identity, otherPort);
    }

    public static String maker(Path controlData, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new MakerCommand(controlData, Clock.systemUTC(), new PrintStream(out), new PrintStream(err))
                .execute(List.of(args));
        if (code != MakerCommand.OK) {
            throw new AssertionError("maker says " + err);
        }
        return out.toString();
    }

    public BoxId id() {
        return BoxId.ofBirthKey(birthKey().getPublic());
    }

    public KeyPair birthKey() {
        try {
            return KeyFiles.readKeyPair(identity.resolve("birth.key"));
        } catch (IOException | MalformedException e) {
            throw new AssertionError(e);
        }
    }

    public List<X509Certificate> birthChain() {
        return certificates("birth.pem");
    }

    public Channel withBirthCertificate() {
        return channel(birthKey().getPrivate(), birthChain());
    }

    public Channel withoutCertificate() {
        return channel(null, List.of());
    }

    /** With a fresh operating certificate. */
    public Channel enrolled() {
        KeyPair key = P256.generate();
        return channel(key.getPrivate(), chain(enrol(withBirthCertificate(), csr(key))));
    }

    public EnrolReply enrol(Channel channel, byte[] csr) {
        return EnrolmentGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .enrol(EnrolRequest.newBuilder()
                        .setCsrDer(ByteString.copyFrom(csr))
                        .setFirmwareVersion("test-1")
                        .build());
    }

    public static byte[] csr(KeyPair key) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=box"), key.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    public static List<X509Certificate> chain(EnrolReply reply) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (ByteString der : reply.getCertificateChainDerList()) {
                chain.add(KeyFiles.certificate(der.toByteArray()));
            }
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
        return chain;
    }

    public Channel channel(PrivateKey key, List<X509Certificate> chain) {
        try {
            SslContextBuilder tls = GrpcSslContexts.forClient()
                    .trustManager(certificates("network.pem").toArray(X509Certificate[]::new));
            if (key != null) {
                tls.keyManager(key, chain.toArray(X509Certificate[]::new));
            }
            ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", port)
                    .sslContext(tls.build())
                    .build();
            channels.add(channel);
            return channel;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private List<X509Certificate> certificates(String file) {
        try {
            return KeyFiles.readCertificates(identity.resolve(file));
        } catch (IOException | MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
