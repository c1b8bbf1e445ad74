package io.skyv.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of {@code docs/operator/faults}: what an operator reads when something is wrong. Its line {@code Metric:} names,
 * in backquotes, what a test of that fault must see move; so the page cannot name what does not exist.
 */
final class Runbook {
    static final Path PAGES = Path.of(System.getProperty("skyv.root"), "docs", "operator", "faults");
    private static final Pattern METRIC = Pattern.compile("^Metric: `([^`]+)`", Pattern.MULTILINE);

    private final String name;
    private final String text;

    private Runbook(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** @param name the page's file name without {@code .md} */
    static Runbook of(String name) {
        try {
            return new Runbook(name, Files.readString(PAGES.resolve(name + ".md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Runbook> all() throws IOException {
        if (!Files.isDirectory(PAGES)) {
            return List.of();
        }
        try (Stream<Path> pages = Files.list(PAGES)) {
            return pages.map(page -> page.getFileName().toString())
                    .filter(page -> page.endsWith(".md"))
                    .sorted()
                    .map(page -> of(page.substring(0, page.length() - 3)))
                    .toList();
        }
    }

    String name() {
        return name;
    }

    /** As {@link Metrics#value} wants it. */
    String metric() {
        Matcher metric = METRIC.matcher(text);
        if (!metric.find()) {
            throw new AssertionError("docs/operator/faults/" + name + ".md has no line 'Metric: `…`'");
        }
        return metric.group(1);
    }
}
