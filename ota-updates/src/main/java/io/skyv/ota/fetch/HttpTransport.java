package io.skyv.ota.fetch;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.util.Timer;
import java.util.TimerTask;

/**
 * HTTP and HTTPS by the JDK's older client, which starts four times faster than the newer one. Redirects are not followed:
 * a server out there shall not send a box to addresses inside a home. What was read to its end leaves its connection for the next
 * request; one that a server hangs up on before it says a word is made once more on a new connection (RFC 9112 §9.3.1).
 */
public final class HttpTransport implements Transport {
    private static final String UNIT = "bytes ";
    /** What a server says beside "not found" is read only so that the connection can be used again. */
    private static final int MAX_EXCUSE_BYTES = 8 * 1024;

    private final FetchLimits limits;
    private final Timer deadlines = new Timer("tuf-deadlines", true);

    public HttpTransport(FetchLimits limits) {
        this.limits = limits;
    }

    @Override
    public Body open(URI file, long fromByte) throws UpdateException {
        HttpURLConnection connection = null;
        try {
            connection = connect(file, fromByte);
            return answer(file, connection, fromByte);
        } catch (IOException | IllegalArgumentException e) {
            if (connection != null) {
                connection.disconnect();
            }
            throw new UpdateException(Problem.UNREACHABLE, file + " could not be fetched: " + e.getMessage(), e);
        }
    }

    private HttpURLConnection connect(URI file, long fromByte) throws IOException {
        URLConnection opened = file.toURL().openConnection();
        if (!(opened instanceof HttpURLConnection connection)) {
            throw new IOException("only http and https are spoken here");
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(limits.connectMillis());
        connection.setReadTimeout(limits.silenceMillis());
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("User-Agent", "skyv");
        if (fromByte > 0) {
            connection.setRequestProperty("Range", "bytes=" + fromByte + "-");
        }
        return connection;
    }

    private Body answer(URI file, HttpURLConnection connection, long fromByte) throws IOException, UpdateException {
        int status = statusWithin(connection);
        return switch (status) {
            case HttpURLConnection.HTTP_OK -> new HttpBody(connection, 0);
            case HttpURLConnection.HTTP_PARTIAL -> new HttpBody(connection, rangeStart(connection, fromByte));
            // stores of files that nobody may list say 403
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE, HttpURLConnection.HTTP_FORBIDDEN ->
                throw new UpdateException(Problem.NOT_THERE, file + " is not there: HTTP " + status);
            default -> throw new IOException("HTTP " + status);
        };
    }

    /** The status line, headers and excuses can drip in, a byte before each timeout: all of them have one deadline. */
    private int statusWithin(HttpURLConnection connection) throws IOException {
        TimerTask cut = new TimerTask() {
            @Override
            public void run() {
                connection.disconnect();
            }
        };
        deadlines.schedule(cut, (long) limits.connectMillis() + limits.silenceMillis());
        try {
            int status = connection.getResponseCode();
            if (status >= HttpURLConnection.HTTP_BAD_REQUEST) {
                readExcuse(connection);
            }
            return status;
        } finally {
            cut.cancel();
        }
    }

    private static void readExcuse(HttpURLConnection connection) {
        try (InputStream excuse = connection.getErrorStream()) {
            if (excuse != null && excuse.readNBytes(MAX_EXCUSE_BYTES + 1).length > MAX_EXCUSE_BYTES) {
                connection.disconnect();
            }
        } catch (IOException brokenOff) {
            connection.disconnect();
        }
    }

    private static long rangeStart(HttpURLConnection connection, long asked) throws IOException {
        String range = connection.getHeaderField("Content-Range");
        if (asked > 0 && range != null && range.startsWith(UNIT + asked + "-")) {
            return asked;
        }
        throw new IOException("HTTP 206 with " + range + " instead of what was asked for");
    }

    private static final class HttpBody implements Body {
        private final HttpURLConnection connection;
        private final long fromByte;
        private final InputStream bytes;
        private boolean ended;

        HttpBody(HttpURLConnection connection, long fromByte) throws IOException {
            this.connection = connection;
            this.fromByte = fromByte;
            this.bytes = new FilterInputStream(connection.getInputStream()) {
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int got = super.read(into, from, length);
                    ended |= got < 0;
                    return got;
                }
            };
        }

        @Override
        public long fromByte() {
            return fromByte;
        }

        @Override
        public InputStream bytes() {
            return bytes;
        }

        /** Of what was not read to its end no more is read; to disconnect otherwise would close what waits for the next. */
        @Override
        public void close() {
            if (!ended) {
                connection.disconnect();
            }
        }
    }
}
