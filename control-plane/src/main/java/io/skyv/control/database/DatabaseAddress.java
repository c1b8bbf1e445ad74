package io.skyv.control.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a PostgreSQL is and who we are there. {@link #toString} leaves the password out, so it may be logged.
 *
 * @param sslMode libpq's {@code sslmode}, if one is asked for
 */
public record DatabaseAddress(
        String host, int port, String database, String user, String password, Optional<String> sslMode) {
    private static final int DEFAULT_PORT = 5432;
    private static final String FORM = "postgresql://user:password@host:port/database";

    /**
     * Reads {@code postgresql://user:password@host:port/database} or {@code
     * jdbc:postgresql://host:port/database?user=…&password=…}.
     *
     * @throws CannotStartException saying what is wrong, never the password
     */
    public static DatabaseAddress parse(String url) throws CannotStartException {
        String plain = url.strip().startsWith("jdbc:") ? url.strip().substring("jdbc:".length()) : url.strip();
        URI uri;
        try {
            uri = new URI(plain);
        } catch (URISyntaxException e) {
            throw wrong("it is not a URL; characters such as @ / # % in the password must be percent-encoded");
        }
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw wrong("only PostgreSQL is supported");
        }
        String path = uri.getRawPath();
        if (uri.getHost() == null || path == null || path.length() < 2 || path.indexOf('/', 1) >= 0) {
            throw wrong("it has no host or no database");
        }
        Map<String, String> parameters = parameters(uri);
        String[] userInfo = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = userInfo.length > 0 ? decode(userInfo[0]) : parameters.getOrDefault("user", "");
        String password = userInfo.length > 1 ? decode(userInfo[1]) : parameters.getOrDefault("password", "");
        if (user.isEmpty()) {
            throw wrong("it has no user");
        }
        return new DatabaseAddress(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(path.substring(1)),
                user,
                password,
                Optional.ofNullable(parameters.get("sslmode")));
    }

    private static Map<String, String> parameters(URI uri) throws CannotStartException {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (uri.getRawQuery() == null) {
            return parameters;
        }
        for (String pair : uri.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            switch (parts[0]) {
                case "user", "password", "sslmode" ->
                    parameters.put(parts[0], parts.length > 1 ? decode(parts[1]) : "");
                default -> throw wrong("the parameter '" + parts[0] + "' is not supported, only sslmode");
            }
        }
        return parameters;
    }

    private static CannotStartException wrong(String why) {
        return new CannotStartException("SKYV_DATABASE_URL cannot be used: " + why + ". Give it as " + FORM
                + ", or leave it out for the database that is brought along.");
    }

    /** For JDBC, without user and password. */
    public String jdbcUrl() {
        return "jdbc:" + reactiveUrl();
    }

    /** For the reactive client, without user and password. */
    public String reactiveUrl() {
        String literal = host.startsWith("[") || !host.contains(":") ? host : "[" + host + "]";
        return "postgresql://" + literal + ":" + port + "/" + encode(database)
                + sslMode.map(mode -> "?sslmode=" + encode(mode)).orElse("");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) throws CannotStartException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("a % in it does not begin a percent-encoded character");
        }
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
