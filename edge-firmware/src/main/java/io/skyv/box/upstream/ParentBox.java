package io.skyv.box.upstream;

import io.skyv.box.upstream.ParentException.Reason;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Another box, asked over HTTP under one grant. Blocks; for virtual threads. */
final class ParentBox {
    /**
     * Longer than a box lets a request wait for what is about to come; a parent that was cut off without a word is known
     * to be by then.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int MAX_SMALL_BODY_BYTES = 256 * 1024;

    private final HttpClient http;
    private final String base;
    private final SignedGrant grant;
    private final Wallet wallet;

    ParentBox(HttpClient http, URI servingUrl, SignedGrant grant, Wallet wallet) {
        this.http = http;
        Grant g = grant.grant();
        this.base = servingUrl + "/v1/streams/" + g.stream() + "/" + g.rendition() + "/";
        this.grant = grant;
        this.wallet = wallet;
    }

    /** A body, and the manifest that came with it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Fetched(SignedManifest manifest, byte[] body) {}

    /** The media playlist; presents the grant. */
    String playlist() throws ParentException, InterruptedException {
        HttpResponse<byte[]> response = get("index.m3u8?grant=" + grant.token(), MAX_SMALL_BODY_BYTES);
        return new String(ok(response), StandardCharsets.UTF_8);
    }

    SignedManifest manifest(String name) throws ParentException, BadPieceException, InterruptedException {
        HttpResponse<byte[]> response =
                get(name + ".manifest?g=" + grant.grant().id(), SignedManifest.MAX_WIRE_BYTES);
        try {
            return SignedManifest.decode(ok(response));
        } catch (MalformedException e) {
            throw new BadPieceException("The manifest of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A paid body. Pays ahead for {@code expectedBytes}, and once more what the parent says is due.
     */
    Fetched media(String name, long expectedBytes) throws ParentException, BadPieceException, InterruptedException {
        HttpResponse<byte[]> response =
                get(name + "?" + wallet.payFor(expectedBytes).query(), Wallet.MAX_BODY_BYTES);
        if (response.statusCode() == 402) {
            int due = ParentProblem.read(response.body()).due();
            if (!wallet.payDue(due)) {
                throw new ParentException(
                        Reason.PROTOCOL, "The parent box asks for " + due + " units, more than " + name + " can cost.");
            }
            Receipt receipt = wallet.payFor(0);
            response = get(name + "?" + receipt.query(), Wallet.MAX_BODY_BYTES);
        }
        byte[] body = ok(response);
        wallet.received(body.length);
        String header = response.headers()
                .firstValue(SignedManifest.HEADER)
                .orElseThrow(() -> new BadPieceException(name + " came without a manifest."));
        try {
            return new Fetched(SignedManifest.decodeHeader(header), body);
        } catch (MalformedException e) {
            throw new BadPieceException("The manifest of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> get(String path, long maxBytes) throws ParentException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).build();
        try {
            return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        } catch (IOException e) {
            throw new ParentException(Reason.UNREACHABLE, "The parent box at " + base + " does not answer: " + e, e);
        }
    }

    private static byte[] ok(HttpResponse<byte[]> response) throws ParentException {
        int status = response.statusCode();
        if (status == 200) {
            return response.body();
        }
        String text = status + " " + ParentProblem.read(response.body()).detail();
        throw switch (status) {
            case 404 -> new ParentException(Reason.NOT_THERE, text);
            case 503 -> new ParentException(Reason.NOT_READY, text);
            case 401, 402, 403 -> new ParentException(Reason.GRANT_REFUSED, text);
            default -> new ParentException(Reason.PROTOCOL, text);
        };
    }
}
