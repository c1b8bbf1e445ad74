package io.skyv.box.capture;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the video comes from. {@link #text()} parses to the same source again. */
public sealed interface CaptureSource {
    /** What {@link #parse} understands, for messages to people. */
    String POSSIBLE = "possible are: test, /dev/videoN or v4l2:DEVICE, rpicam or rpicam:NUMBER (a Raspberry Pi's camera"
            + " connector), a URL beginning with rtsp://, rtmp://, srt://,"
            + " http:// or https:// (pulled), listen: and an rtsp, rtmp, srt or http URL (waits for a push, as in"
            + " listen:rtmp://0.0.0.0:1935/live/cam), or the path of a media file";

    /** The source as it is written in the settings. */
    String text();

    /** A picture of our own with a running clock, and a tone. */
    record TestPicture() implements CaptureSource {
        @Override
        public String text() {
            return "test";
        }
    }

    /** A Video4Linux2 camera. */
    record Device(Path path) implements CaptureSource {
        @Override
        public String text() {
            return "v4l2:" + path;
        }
    }

    /**
     * A camera at a Raspberry Pi's camera connector, by its program {@code rpicam-vid}.
     *
     * @param number as {@code rpicam-hello --list-cameras} counts
     */
    record PiCamera(int number) implements CaptureSource {
        private static final String WORD = "rpicam";
        private static final Pattern FORM = Pattern.compile(WORD + "(?::(?<number>\\d))?");

        @Override
        public String text() {
            return WORD + ":" + number;
        }

        private static Optional<CaptureSource> find(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                return Optional.empty();
            }
            String number = form.group("number");
            return Optional.of(new PiCamera(number == null ? 0 : Integer.parseInt(number)));
        }
    }

    /** A stream that is fetched. */
    record Pull(String url) implements CaptureSource {
        @Override
        public String text() {
            return url;
        }
    }

    /** An address at which the box waits until someone pushes a stream to it. */
    record Listen(String url) implements CaptureSource {
        @Override
        public String text() {
            return "listen:" + url;
        }
    }

    /** A file, played at its own speed, over and over. */
    record MediaFile(Path path) implements CaptureSource {
        @Override
        public String text() {
            return "file:" + path;
        }
    }

    /** @throws IllegalArgumentException if {@code text} is none of {@link #POSSIBLE}; the message says so */
    static CaptureSource parse(String text) {
        String source = text.strip();
        if (source.isEmpty()) {
            throw new IllegalArgumentException("no source is named; " + POSSIBLE);
        }
        if (source.equals("test")) {
            return new TestPicture();
        }
        if (source.startsWith("listen:")) {
            return listen(Url.parse(source.substring("listen:".length())), text);
        }
        if (source.startsWith("v4l2:") || source.startsWith("/dev/")) {
            return new Device(path(source.startsWith("v4l2:") ? source.substring("v4l2:".length()) : source));
        }
        if (source.startsWith("file:")) {
            return new MediaFile(path(source.substring("file:".length()).replaceFirst("^//(?=/)", "")));
        }
        if (source.contains("://")) {
            Url url = Url.parse(source);
            return url.saysListen() ? listen(url, text) : pull(url, text);
        }
        return PiCamera.find(source).orElseGet(() -> new MediaFile(path(source)));
    }

    private static CaptureSource pull(Url url, String text) {
        return switch (url.scheme()) {
            case "rtsp", "rtmp", "srt", "http", "https" -> new Pull(url.text());
            default -> throw new IllegalArgumentException("cannot capture from \"" + text + "\"; " + POSSIBLE);
        };
    }

    private static CaptureSource listen(Url url, String text) {
        if (!url.hasPort()) {
            throw new IllegalArgumentException("\"" + text + "\" names no port to listen at; " + POSSIBLE);
        }
        return switch (url.scheme()) {
            case "rtsp", "rtmp", "srt", "http" -> new Listen(url.withoutListenWords());
            default -> throw new IllegalArgumentException("cannot listen at \"" + text + "\"; " + POSSIBLE);
        };
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("no path is named; " + POSSIBLE);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a path; " + POSSIBLE, e);
        }
    }

    /** The pieces of a URL that matter here. java.net.URI is stricter than what cameras print on their labels. */
    record Url(String text, String scheme, String host, String port, String rest) {
        private static final Pattern FORM = Pattern.compile(
                "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#]*@)?(?<host>\\[[^]]*]|[^:/?#]*)(?::(?<port>\\d{1,5}))?"
                        + "(?<rest>[/?#].*)?");
        private static final Pattern LISTEN_WORD = Pattern.compile("(?<=[?&])(listen=1|mode=listener)(&|$)");

        static Url parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is not a URL with a host; " + POSSIBLE);
            }
            String port = form.group("port");
            String rest = form.group("rest");
            return new Url(
                    text,
                    form.group("scheme").toLowerCase(Locale.ROOT),
                    form.group("host"),
                    port == null ? "" : port,
                    rest == null ? "" : rest);
        }

        boolean hasPort() {
            return !port.isEmpty();
        }

        boolean saysListen() {
            return host.isEmpty()
                    || host.equals("0.0.0.0")
                    || host.equals("[::]")
                    || LISTEN_WORD.matcher(rest).find();
        }

        /** How to listen is said in another way to the library, so the words for it go, and no host means every host. */
        String withoutListenWords() {
            String query = LISTEN_WORD.matcher(rest).replaceAll("").replaceFirst("[?&]$", "");
            String before = text.substring(0, text.length() - rest.length());
            return before.replaceFirst("://:", "://0.0.0.0:") + query;
        }
    }
}
