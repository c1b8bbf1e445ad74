package io.skyv.ota.fetch;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.util.Timer;
import java.util.TimerTask;

/**
 * HTTP and HTTPS by the JDK's older client, which starts four times faster than the newer one. Redirects are not followed:
 * a server out there shall not send a box to addresses inside a home.
 */
public final class HttpTransport implements Transport {
    private static final String UNIT = "bytes ";

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
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE, HttpURLConnection.HTTP_FORBIDDEN -> {
                connection.disconnect();
                throw new UpdateException(Problem.NOT_THERE, file + " is not there: HTTP " + status);
            }
            default -> throw new IOException("HTTP " + status);
        };
    }

    /** The status line and headers can drip in, a byte before each timeout: all of them have one deadline. */
    private int statusWithin(HttpURLConnection connection) throws IOException {
        TimerTask cut = new TimerTask() {
            @Override
            public void run() {
                connection.disconnect();
            }
        };
        deadlines.schedule(cut, (long) limits.connectMillis() + limits.silenceMillis());
        try {
            return connection.getResponseCode();
        } finally {
            cut.cancel();
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

        HttpBody(HttpURLConnection connection, long fromByte) throws IOException {
            this.connection = connection;
            this.fromByte = fromByte;
            this.bytes = connection.getInputStream();
        }

        @Override
        public long fromByte() {
            return fromByte;
        }

        @Override
        public InputStream bytes() {
            return bytes;
        }

        /** What was read to its end leaves the connection for the next request; of anything else no more is read. */
        @Override
        public void close() {
            connection.disconnect();
        }
    }
}
