package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.receipt.HashChain;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A low-latency viewer as players are: a playlist that blocks until there is a part more (RFC 8216bis §6.2.5.2), then
 * that part, paid; one connection, kept alive. It does not look at what it gets.
 */
final class BenchViewer implements Runnable {
    private static final int READ_BYTES = 128 * 1024;
    private static final int PLAYLIST_BYTES = 32 * 1024;
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"(\\d+)\\.(\\d+)\\.m4s");
    private static final Pattern PARTS = Pattern.compile("#EXT-X-PART:[^\\n]*URI=\"((\\d+)\\.(\\d+)\\.m4s)");
    /** Who is further behind goes on at the newest part, as players do. */
    private static final int MAX_BEHIND = 8;

    private static final int AHEAD_BYTES = 256 * 1024;

    private final URI box;
    private final String path;
    private final PayingDriver.Purse purse;
    private final Deliveries deliveries;
    private long receivedBytes;

    BenchViewer(URI box, String path, SignedGrant grant, HashChain chain, Deliveries deliveries) {
        this.box = box;
        this.path = path;
        this.purse = new PayingDriver.Purse(grant, Optional.of(chain));
        this.deliveries = deliveries;
    }

    /** A viewer with a grant from the control plane for so many bytes, at the box that it picked. */
    static BenchViewer of(Rest control, String stream, long bytes, Deliveries deliveries)
            throws IOException, InterruptedException, MalformedException {
        byte[] secret = new byte[Digest.BYTES];
        new SecureRandom().nextBytes(secret);
        int units = Math.toIntExact(Math.ceilDiv(bytes, Grant.UNIT_BYTES));
        HashChain chain = HashChain.of(Digest.of(secret), units);
        Rest.Answer answer = control.post(
                "/v1/streams/" + stream + "/grants",
                "{\"rendition\":\"main\",\"maxBytes\":" + (long) units * Grant.UNIT_BYTES + ",\"anchor\":\""
                        + chain.anchor().hex() + "\"}");
        if (answer.status() != 201) {
            throw new IOException("no grant: " + answer.json());
        }
        JsonNode given = answer.json();
        return new BenchViewer(
                URI.create(given.get("url").asText()),
                "/v1/streams/" + stream + "/main/",
                SignedGrant.decodeToken(given.get("grant").asText()),
                chain,
                deliveries);
    }

    @Override
    public void run() {
        try (KeepAlive connection = KeepAlive.open(box, READ_BYTES)) {
            String playlist = connection
                    .get(path + "index.m3u8?grant=" + purse.grant().token(), PLAYLIST_BYTES)
                    .text();
            String last = newest(playlist);
            while (deliveries.goOn()) {
                playlist = next(connection, playlist);
                for (String part : newerThan(last, playlist)) {
                    fetch(connection, part);
                    last = part;
                }
            }
        } catch (IOException | RuntimeException e) {
            deliveries.failed(e);
        }
    }

    private String next(KeepAlive connection, String playlist) throws IOException {
        Matcher hint = HINT.matcher(playlist);
        if (!hint.find()) {
            throw new IOException("no hint in\n" + playlist);
        }
        String wanted = "index.m3u8?g=" + purse.grant().grant().id() + "&_HLS_msn=" + hint.group(1) + "&_HLS_part="
                + hint.group(2);
        KeepAlive.Answer answer = connection.get(path + wanted, PLAYLIST_BYTES);
        if (answer.status() != 200) {
            throw new IOException(wanted + ": " + answer.head() + answer.text());
        }
        deliveries.heardOf(newest(answer.text()));
        return answer.text();
    }

    private void fetch(KeepAlive connection, String part) throws IOException {
        KeepAlive.Answer answer = connection.get(path + part + "?" + purse.query(receivedBytes + AHEAD_BYTES), 1024);
        if (answer.status() != 200) {
            throw new IOException(part + ": " + answer.head() + answer.text());
        }
        receivedBytes += answer.bodyBytes();
        deliveries.delivered(part, answer.bodyBytes());
    }

    private static String newest(String playlist) {
        String newest = "";
        Matcher parts = PARTS.matcher(playlist);
        while (parts.find()) {
            newest = parts.group(1);
        }
        return newest;
    }

    private static List<String> newerThan(String last, String playlist) {
        List<String> newer = new ArrayList<>();
        Matcher parts = PARTS.matcher(playlist);
        while (parts.find()) {
            if (parts.group(1).equals(last)) {
                newer.clear();
            } else {
                newer.add(parts.group(1));
            }
        }
        return newer.size() > MAX_BEHIND ? newer.subList(newer.size() - 1, newer.size()) : newer;
    }
}
