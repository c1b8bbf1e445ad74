package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Code;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A URL, and what FFmpeg must be told to pull from it or to listen at it. */
record Address(String url) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(?:([^/?#]*)@)?(\\[[^]]*]|[^:/?#]*)(?::(\\d{1,5}))?(.*)");

    /** After so long without a byte a peer is given up, in microseconds. */
    private static final String IO_TIMEOUT_MICROS = "10000000";

    private String scheme() {
        return url.substring(0, Math.max(0, url.indexOf("://"))).toLowerCase(Locale.ROOT);
    }

    /** Whether pushes come over UDP, where the library itself knows who is there. */
    boolean isDatagram() {
        return scheme().equals("srt");
    }

    /** The same on this machine only, at {@code port}. */
    Address inside(int port) {
        Matcher form = FORM.matcher(url);
        return form.matches() ? new Address(form.group(1) + "://127.0.0.1:" + port + form.group(5)) : this;
    }

    /** The URL for messages: passwords and keys are left out. */
    String shown() {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            return url;
        }
        String port = form.group(4) == null ? "" : ":" + form.group(4);
        return form.group(1) + "://" + form.group(3) + port + form.group(5).replaceFirst("\\?.*", "");
    }

    /** Where the box waits, for messages: the last name of the path, which lets a camera in, is left out too. */
    String shownDoor() {
        return shown().replaceFirst("(?<=[^/]/)[^/]+$", "…");
    }

    /**
     * What a camera has to name that pushes there by TCP.
     *
     * @throws CaptureException if the name is too long to be compared
     */
    PushedName pushedName() throws CaptureException {
        Matcher form = FORM.matcher(url);
        String path = form.matches() ? form.group(5) : "";
        if (PushedName.name(path).length() > PushedName.MAX_LENGTH) {
            throw new CaptureException(
                    Code.BAD_ARGUMENTS,
                    "the stream's name at " + shownDoor() + " is too long",
                    "choose one of at most " + PushedName.MAX_LENGTH + " characters");
        }
        return PushedName.of(scheme(), path);
    }

    Map<String, String> pullOptions() {
        Map<String, String> options = liveOptions();
        switch (scheme()) {
            case "rtsp" -> {
                options.put("rtsp_flags", "prefer_tcp");
                options.put("timeout", IO_TIMEOUT_MICROS);
            }
            case "rtmp" -> {
                options.put("rw_timeout", IO_TIMEOUT_MICROS);
                options.put("rtmp_live", "live");
            }
            case "srt" -> options.put("timeout", IO_TIMEOUT_MICROS);
            default -> options.put("rw_timeout", IO_TIMEOUT_MICROS);
        }
        return options;
    }

    Map<String, String> listenOptions() {
        Map<String, String> options = liveOptions();
        switch (scheme()) {
            case "rtsp" -> options.put("rtsp_flags", "listen");
            case "srt" -> {
                options.put("mode", "listener");
                options.put("timeout", IO_TIMEOUT_MICROS);
            }
            default -> {
                options.put("listen", "1");
                options.put("rw_timeout", IO_TIMEOUT_MICROS);
            }
        }
        return options;
    }

    private static Map<String, String> liveOptions() {
        Map<String, String> options = new HashMap<>();
        options.put("analyzeduration", "2000000");
        return options;
    }

    /** @throws CaptureException if it names no port */
    InetSocketAddress socketAddress() throws CaptureException {
        Matcher form = FORM.matcher(url);
        if (!form.matches() || form.group(4) == null) {
            throw new CaptureException(Code.BAD_ARGUMENTS, shownDoor() + " names no port", "name a port to listen at");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(form.group(3)), Integer.parseInt(form.group(4)));
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new CaptureException(
                    Code.BAD_ARGUMENTS,
                    "cannot listen at " + shownDoor() + ": " + e.getMessage(),
                    "name an address of this machine, such as 0.0.0.0, and a port below 65536");
        }
    }

    /** @throws CaptureException if someone else receives datagrams there, or nobody can */
    void checkFree() throws CaptureException {
        InetSocketAddress address = socketAddress();
        try {
            new DatagramSocket(address).close();
        } catch (IOException e) {
            throw new CaptureException(
                    Code.ADDRESS_IN_USE,
                    "cannot listen at " + shownDoor() + ": " + e.getMessage(),
                    "choose another port, or end what listens there");
        }
    }
}
