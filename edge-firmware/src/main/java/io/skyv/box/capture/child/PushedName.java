package io.skyv.box.capture.child;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a camera that pushes names the stream that the box waits for: the name is the camera's credential
 * (hardware-spec/spec/reference-camera.md), and the library takes any, and tells both names on standard error. It is what stands
 * behind the last slash of RTMP's command {@code publish} and those before it, RTSP's {@code ANNOUNCE} (RFC 2326 §10.3) and the
 * requests before it, or HTTP's first line. It is given bytes as they come and sees each name no later than the library does; who
 * has not said it within {@link #MAX_BYTES} says another.
 */
final class PushedName {
    /** RTMP's handshake takes 3 KiB; commands, and SDP, take one or two. */
    static final int MAX_BYTES = 16 << 10;

    /** A longer one might be cut into two of RTMP's chunks of 128 bytes. */
    static final int MAX_LENGTH = 80;

    private static final Pattern RTSP_REQUEST = Pattern.compile("(?:^|\\n)([A-Z_]{3,16}) (\\S{1,1024}) RTSP/");
    private static final Pattern HTTP_REQUEST = Pattern.compile("^([A-Z]{3,8}) (\\S{1,1024}) HTTP/");

    /** AMF0: a text, a number of eight bytes, null, and a text, whose length and bytes follow. */
    private static final Pattern RTMP_COMMAND =
            Pattern.compile("\\x02\\x00.(releaseStream|FCPublish|publish)\\x00.{8}\\x05\\x02(..)", Pattern.DOTALL);

    private final String scheme;
    private final byte[] wanted;
    private final byte[] said = new byte[MAX_BYTES];
    private int length;
    private boolean right;

    /** @param decides whether the stream itself comes under this name */
    private record Named(String name, boolean decides) {}

    private PushedName(String scheme, String wanted) {
        this.scheme = scheme;
        this.wanted = wanted.getBytes(StandardCharsets.ISO_8859_1);
        this.right = wanted.isEmpty();
    }

    /** @param path of the URL at which the box waits; without a name in it any push will do */
    static PushedName of(String scheme, String path) {
        return new PushedName(scheme, name(path));
    }

    /** Behind the last slash, without what a question mark begins. */
    static String name(String path) {
        String plain = path.replaceFirst("[?#].*", "");
        return plain.substring(plain.lastIndexOf('/') + 1);
    }

    /**
     * Hears what came, all of it before it is passed on.
     *
     * @return whether it may be passed on
     */
    boolean allows(byte[] bytes, int count) {
        if (right) {
            return true;
        }
        int kept = Math.min(count, said.length - length);
        System.arraycopy(bytes, 0, said, length, kept);
        length += kept;
        for (Named each : named(new String(said, 0, length, StandardCharsets.ISO_8859_1))) {
            if (!MessageDigest.isEqual(wanted, each.name().getBytes(StandardCharsets.ISO_8859_1))) {
                return false;
            }
            if (each.decides()) {
                right = true;
                return true;
            }
        }
        return length < said.length;
    }

    private List<Named> named(String text) {
        return switch (scheme) {
            case "rtmp" -> commands(text);
            case "rtsp" -> requests(RTSP_REQUEST, "ANNOUNCE", text);
            default -> requests(HTTP_REQUEST, "", text);
        };
    }

    /** Those before what decides may be about the server as a whole. */
    private static List<Named> requests(Pattern request, String deciding, String text) {
        List<Named> all = new ArrayList<>();
        for (Matcher found = request.matcher(text); found.find(); ) {
            boolean decides = deciding.isEmpty() || found.group(1).equals(deciding);
            String path = found.group(2).replaceFirst("^([a-z]+://[^/]*|\\*$)", "");
            if (decides || !path.isEmpty()) {
                all.add(new Named(name(path), decides));
            }
        }
        return all;
    }

    private static List<Named> commands(String text) {
        List<Named> all = new ArrayList<>();
        for (Matcher found = RTMP_COMMAND.matcher(text); found.find(); ) {
            int end = found.end()
                    + (found.group(2).charAt(0) << 8)
                    + found.group(2).charAt(1);
            if (end <= text.length()) {
                all.add(new Named(
                        name(text.substring(found.end(), end)), found.group(1).equals("publish")));
            }
        }
        return all;
    }
}
