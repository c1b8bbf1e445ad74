package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Control plane, source and relay, each of which can be killed and comes back; and the viewers of the one stream. */
final class Household implements AutoCloseable {
    private final Network network;
    private final Rest control;
    private final Mortal controlPlane;
    private final Mortal source;
    private final Mortal relay;
    private final Network.Box sourceBox;
    private final Network.Box relayBox;
    private final String stream;
    private final String sourceId;
    private final String relayId;
    private final Books books;
    private final List<LastingViewer> viewers = new ArrayList<>();

    /** All of it on fresh data; if it does not come up, nothing stays. */
    @SuppressWarnings("resource") // it is closed with the household
    static Household in(String directory) throws Exception {
        Network network = new Network(directory);
        try {
            return new Household(network);
        } catch (Exception | AssertionError e) {
            network.close();
            throw e;
        }
    }

    private Household(Network network) throws Exception {
        this.network = network;
        control = new Rest(network.control());
        Program first = network.startControl();
        books = new Books(control);
        network.maker("source", "broadcaster");
        network.maker("relay", "relay-owner");
        Map<String, String> camera = new HashMap<>(Soak.CAMERA);
        camera.putAll(Soak.SMALL_RING);
        camera.put("SKYV_BOX_PORT", Integer.toString(Network.freePort()));
        sourceBox = network.startBox("source", camera);
        Map<String, String> atRelay = new HashMap<>(Soak.SMALL_RING);
        atRelay.put("SKYV_BOX_PORT", Integer.toString(Network.freePort()));
        relayBox = network.startBox("relay", atRelay);
        controlPlane = new Mortal("control plane", () -> network.launchControl(Map.of()), network.control(), first);
        source = new Mortal(
                "source",
                () -> network.launchBox("source", camera, Place.HERE).program(),
                sourceBox.url(),
                sourceBox.program());
        relay = new Mortal(
                "relay",
                () -> network.launchBox("relay", atRelay, Place.HERE).program(),
                relayBox.url(),
                relayBox.program());
        JsonNode streams =
                control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
        stream = streams.at("/streams/0/id").asText();
        sourceId = streams.at("/streams/0/box").asText();
        relayId = awaitRelay();
    }

    /** One that the control plane sends to the relay, and to the source while that is away. */
    LastingViewer viewerAtRelay(String name, int units) throws Exception {
        return watched(new LastingViewer(name, network.control(), stream, units, Set.of()));
    }

    LastingViewer viewerAtSource(String name, int units) throws Exception {
        return watched(new LastingViewer(name, network.control(), stream, units, Set.of(relayId)));
    }

    List<LastingViewer> viewers() {
        return viewers;
    }

    List<Mortal> mortals() {
        return List.of(controlPlane, source, relay);
    }

    Mortal controlPlane() {
        return controlPlane;
    }

    Mortal source() {
        return source;
    }

    Mortal relay() {
        return relay;
    }

    Network network() {
        return network;
    }

    Network.Box sourceBox() {
        return sourceBox;
    }

    Network.Box relayBox() {
        return relayBox;
    }

    String relayId() {
        return relayId;
    }

    Rest control() {
        return control;
    }

    Books books() {
        return books;
    }

    /** Waits until the control plane sees both boxes and has the stream. */
    void awaitWhole() throws IOException, InterruptedException {
        control.await("/v1/boxes", json -> online(json) == 2);
        control.await("/v1/streams", json -> json.at("/streams/0/live").asBoolean());
    }

    @Override
    public void close() {
        viewers.forEach(LastingViewer::close);
        network.close();
    }

    private LastingViewer watched(LastingViewer viewer) {
        viewers.add(viewer);
        return viewer;
    }

    private String awaitRelay() throws IOException, InterruptedException {
        JsonNode boxes = control.await("/v1/boxes", json -> online(json) == 2);
        for (JsonNode box : boxes.get("boxes")) {
            if (!box.get("id").asText().equals(sourceId)) {
                return box.get("id").asText();
            }
        }
        throw new AssertionError("no relay: " + boxes);
    }

    private static long online(JsonNode boxes) {
        long count = 0;
        for (JsonNode box : boxes.get("boxes")) {
            count += box.get("online").asBoolean() ? 1 : 0;
        }
        return count;
    }
}
