package io.skyv.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.control.config.SkyvConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written about the keys, in the package's configuration file and on the operator's page, against the keys there are. */
class ConfigurationFileTest {
    private static final Path FILE = Path.of("..", "native-images", "etc", "control.env");
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");

    private static final Pattern LINE = Pattern.compile("^#(SKYV_\\w+)=(.*)$", Pattern.MULTILINE);
    private static final Pattern INJECTED =
            Pattern.compile("@ConfigProperty\\(name = \"(skyv\\.[a-z.-]+)\"(?:, defaultValue = \"([^\"]*)\")?\\)");
    private static final Pattern REFERRED = Pattern.compile("\\$\\{(skyv\\.[a-z.-]+):([^}]*)}");
    private static final Pattern SET = Pattern.compile("^(skyv\\.[a-z.-]+)=(.*)$", Pattern.MULTILINE);

    @Test
    void shouldShowEachKeyWithItsDefaultInThePackagesFile() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        Matcher line = LINE.matcher(Files.readString(FILE));
        while (line.find()) {
            shown.put(line.group(1), line.group(2));
        }
        Map<String, String> keys = keys();
        keys.put("SKYV_DATA", "/var/lib/skyv-control"); // of the package
        assertEquals(keys, shown);
    }

    @Test
    void shouldExplainEachKeyOnTheOperatorsPage() throws IOException {
        String page = Files.readString(PAGE);
        TreeSet<String> unexplained = new TreeSet<>(keys().keySet());
        unexplained.removeIf(key -> page.contains("`" + key + "`"));
        assertEquals(new TreeSet<>(), unexplained);
    }

    /** Environment variables and their defaults, empty where there is none. */
    private static Map<String, String> keys() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        ConfigMappings.getProperties(ConfigClass.configClass(SkyvConfig.class)).forEach((name, property) -> {
            if (!property.isGroup() && !property.isMap() && !name.endsWith("[*]")) { // a list has one key
                keys.put(variable(name), property.hasDefaultValue() ? property.getDefaultValue() : "");
            }
        });
        String properties = Files.readString(PROPERTIES);
        for (Pattern pattern : List.of(REFERRED, SET)) {
            find(pattern, properties, keys);
        }
        find(INJECTED, sources(), keys);
        return keys;
    }

    private static void find(Pattern pattern, String text, Map<String, String> keys) {
        Matcher key = pattern.matcher(text);
        while (key.find()) {
            keys.put(variable(key.group(1)), key.group(2) == null ? "" : key.group(2));
        }
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
