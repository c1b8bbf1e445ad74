package io.skyv.box.uplink.grpc;

import java.net.URI;

/** Where the control plane is. An IPv6 address stands in brackets: {@code [2001:db8::1]:8443}. */
public record ControlAddress(String host, int port) {
    /** @throws IllegalArgumentException unless it is {@code host:port} */
    public static ControlAddress parse(String text) {
        URI uri;
        try {
            uri = URI.create("tls://" + text);
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        boolean plain = uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawUserInfo() == null;
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 0xffff || !plain) {
            throw wrong(text);
        }
        return new ControlAddress(uri.getHost(), uri.getPort());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "SKYV_CONTROL is the control plane's host:port, as in 192.0.2.1:8443, not '" + text + "'");
    }
}
