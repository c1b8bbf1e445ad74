package io.skyv.box;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.box.uplink.grpc.UplinkConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is written about the keys, in the package's configuration file and on the owner's page, against the keys there are. */
class ConfigurationFileTest {
    private static final Path FILE = Path.of("..", "native-images", "etc", "box.env");
    private static final Path PAGE = Path.of("..", "docs", "owner", "configuration.md");
    private static final Pattern LINE = Pattern.compile("^#(SKYV_\\w+)=(.*)$", Pattern.MULTILINE);

    @Test
    void shouldShowEachKeyWithItsDefaultInThePackagesFile() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Matcher line = LINE.matcher(Files.readString(FILE));
        while (line.find()) {
            shown.put(line.group(1), line.group(2));
        }
        Map<String, String> keys = keys();
        keys.put("SKYV_DATA", "/var/lib/skyv-box"); // of the package
        assertEquals(keys, shown);
    }

    @Test
    void shouldExplainEachKeyOnTheOwnersPage() throws IOException {
        String page = Files.readString(PAGE);
        TreeSet<String> unexplained = new TreeSet<>(keys().keySet());
        unexplained.removeIf(key -> page.contains("`" + key + "`"));
        assertEquals(new TreeSet<>(), unexplained);
    }

    /** Environment variables and their defaults, empty where there is none. */
    private static Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        for (Class<?> mapping : new Class<?>[] {BoxConfig.class, UplinkConfig.class}) {
            ConfigMappings.getProperties(ConfigClass.configClass(mapping)).forEach((name, property) -> {
                if (!property.isGroup() && !property.isMap()) {
                    keys.put(
                            name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                            property.hasDefaultValue() ? property.getDefaultValue() : "");
                }
            });
        }
        return keys;
    }
}
