package io.skyv.control.economy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A golden case: what the network begins with, and steps with what must come of them. */
record Vector(String file, Parameters parameters, long inflationPpb, List<VectorStep> steps) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final Path COPY = Path.of("src/test/resources/vectors");
    private static final Set<String> FIELDS = Set.of("name", "why", "inflationPpb", "params", "steps");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    /** All of {@code -Dskyv.vectors}, or of the copy that is here; an absent or empty directory is a fault. */
    static List<Path> files() {
        String given = System.getProperty("skyv.vectors", "");
        return given.isEmpty() ? copies() : filesOf(Path.of(given));
    }

    /** The golden cases that are here. */
    static List<Path> copies() {
        return filesOf(COPY);
    }

    private static List<Path> filesOf(Path given) {
        Path directory = given;
        if (!Files.isDirectory(directory) && !directory.isAbsolute()) {
            directory = Path.of("..").resolve(directory); // as seen from the repository's root
        }
        if (!Files.isDirectory(directory)) {
            throw new AssertionError("there is no directory " + directory.toAbsolutePath() + " (-Dskyv.vectors)");
        }
        try (Stream<Path> found = Files.list(directory)) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new AssertionError("there is no *.json in " + directory.toAbsolutePath() + " (-Dskyv.vectors)");
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Vector read(Path path) {
        String file = path.getFileName().toString();
        JsonNode root = tree(path, file);
        if (!root.isObject() || !root.path("steps").isArray()) {
            throw new AssertionError(file + ": it has no list of steps");
        }
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new AssertionError(file + ": unknown field '" + field.getKey() + "'");
            }
        }
        Parameters parameters = parameters(file, root.path("params"));
        long inflation = root.has("inflationPpb")
                ? number(root.get("inflationPpb"), file + ": inflationPpb")
                : Economy.DEFAULT_INFLATION_PPB;
        List<VectorStep> steps = new ArrayList<>();
        for (JsonNode step : root.get("steps")) {
            steps.add(new VectorStep(file, steps.size(), step, parameters, inflation));
        }
        return new Vector(file, parameters, inflation, steps);
    }

    private static JsonNode tree(Path path, String file) {
        try {
            return JSON.readTree(path.toFile());
        } catch (IOException e) {
            throw new AssertionError(file + ": it cannot be read: " + e.getMessage(), e);
        }
    }

    private static Parameters parameters(String file, JsonNode params) {
        Map<Parameter, Long> changes = new EnumMap<>(Parameter.class);
        for (Map.Entry<String, JsonNode> param : params.properties()) {
            String where = file + ": params: " + param.getKey();
            Parameter parameter = Parameter.named(param.getKey())
                    .orElseThrow(() -> new AssertionError(where + " is not a parameter"));
            changes.put(parameter, number(param.getValue(), where));
        }
        return Parameters.DEFAULTS.with(changes);
    }

    /** As a long; what is beyond one is beyond every figure that is allowed, and so is the nearest long. */
    static long number(JsonNode node, String where) {
        if (!node.isIntegralNumber()) {
            throw new AssertionError(where + " must be a whole number but is " + node);
        }
        return node.bigIntegerValue().max(LEAST).min(MOST).longValueExact();
    }

    static TreeMap<String, Long> numbers(JsonNode node, String where) {
        if (!node.isObject()) {
            throw new AssertionError(where + " must be a map but is " + node);
        }
        TreeMap<String, Long> numbers = new TreeMap<>();
        node.properties().forEach(e -> numbers.put(e.getKey(), number(e.getValue(), where + "." + e.getKey())));
        return numbers;
    }

    static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
