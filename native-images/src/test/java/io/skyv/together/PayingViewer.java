package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.Price;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.manifest.SignedManifest;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.receipt.Receipt;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import io.skyv.proto.sign.P256;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Watches as the page does: pays ahead, and believes only what the source has signed. */
final class PayingViewer {
    private static final int UNITS = 512;
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s\"");

    private final Rest box;
    private final SignedGrant grant;
    private final HashChain chain;
    private final PublicKey manifestKey;
    private final String path;
    private long receivedBytes;
    private int paidIndex;
    private int parts;

    private PayingViewer(Rest box, SignedGrant grant, HashChain chain, PublicKey manifestKey) {
        this.box = box;
        this.grant = grant;
        this.chain = chain;
        this.manifestKey = manifestKey;
        this.path = "/v1/streams/" + grant.grant().stream() + "/main/";
    }

    /** Asks the control plane for a grant. */
    static PayingViewer of(Rest control, String stream) throws IOException, InterruptedException, MalformedException {
        byte[] secret = new byte[Digest.BYTES];
        new SecureRandom().nextBytes(secret);
        HashChain chain = HashChain.of(Digest.of(secret), UNITS);
        Rest.Answer answer = control.post(
                "/v1/streams/" + stream + "/grants",
                "{\"rendition\":\"main\",\"maxBytes\":" + (long) UNITS * Grant.UNIT_BYTES + ",\"anchor\":\""
                        + chain.anchor().hex() + "\"}");
        if (answer.status() != 201) {
            throw new AssertionError("no grant: " + answer.status() + " " + answer.json());
        }
        JsonNode given = answer.json();
        String spki = control.get("/v1/streams/" + stream).get("manifestKey").asText();
        return new PayingViewer(
                new Rest(URI.create(given.get("url").asText())),
                SignedGrant.decodeToken(given.get("grant").asText()),
                chain,
                P256.publicKey(Base64.getUrlDecoder().decode(spki)));
    }

    Grant grant() {
        return grant.grant();
    }

    SignedGrant token() {
        return grant;
    }

    Rest box() {
        return box;
    }

    /** Where the box is that serves. */
    URI boxUrl() {
        return box.base();
    }

    String path() {
        return path;
    }

    /** Watches the next {@code count} parts as they come; each is checked. */
    void watch(int count) throws IOException, InterruptedException, MalformedException {
        String playlist = new String(
                box.send(path + "index.m3u8?grant=" + grant.token()).body(), java.nio.charset.StandardCharsets.UTF_8);
        Matcher hint = HINT.matcher(playlist);
        if (!hint.find()) {
            throw new AssertionError("no hint in the playlist:\n" + playlist);
        }
        long sequence = Long.parseLong(hint.group(1));
        int part = Integer.parseInt(hint.group(2));
        for (int i = 0; i < count; i++) {
            SignedManifest manifest = fetch(sequence + "." + part + ".m4s");
            part++;
            if (manifest.manifest().last()) {
                sequence++;
                part = 0;
            }
        }
    }

    /** What came, and what its source signed of it. */
    record Fetched(SignedManifest signed, byte[] body) {}

    String playlist() throws IOException, InterruptedException {
        Rest.Answer answer = box.send(path + "index.m3u8?grant=" + grant.token());
        if (answer.status() != 200) {
            throw new IOException("the playlist answers " + answer.status());
        }
        return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    SignedManifest fetch(String name) throws IOException, InterruptedException, MalformedException {
        return get(name).signed();
    }

    /** One media resource: paid, and checked against its manifest. */
    Fetched get(String name) throws IOException, InterruptedException, MalformedException {
        Rest.Answer answer = box.send(path + name + "?" + receipt(paidIndex).query());
        if (answer.status() == 402) {
            paidIndex = answer.json().get("due").asInt();
            answer = box.send(path + name + "?" + receipt(paidIndex).query());
        }
        if (answer.status() != 200) {
            throw new AssertionError(name + " answers " + answer.status() + " " + answer.json());
        }
        SignedManifest manifest = SignedManifest.decodeHeader(
                answer.response().headers().firstValue(SignedManifest.HEADER).orElseThrow());
        if (!manifest.isSignedBy(manifestKey) || !manifest.isOf(answer.body())) {
            throw new AssertionError(name + " is not what its source signed");
        }
        receivedBytes += answer.body().length;
        parts++;
        return new Fetched(manifest, answer.body());
    }

    Receipt receipt(int index) {
        return new Receipt(grant.grant().id(), index, chain.value(index));
    }

    int paidIndex() {
        return paidIndex;
    }

    long paidBytes() {
        return grant.grant().paidBytes(paidIndex);
    }

    /** What that costs by the price formula, in micro-SKYV. */
    long paidMicros() {
        return Price.costMicros(paidBytes(), grant.grant().pricePerGiBMicros());
    }

    long receivedBytes() {
        return receivedBytes;
    }

    int parts() {
        return parts;
    }
}
