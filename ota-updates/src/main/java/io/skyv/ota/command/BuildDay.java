package io.skyv.ota.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/** When this program was made: no clock that is right is before it. */
final class BuildDay {
    private static final String FILE = "build-day.properties";

    private BuildDay() {}

    static Instant read() {
        Properties properties = new Properties();
        try (InputStream in = BuildDay.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + FILE);
            }
            properties.load(in);
            return Instant.parse(properties.getProperty("made"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
