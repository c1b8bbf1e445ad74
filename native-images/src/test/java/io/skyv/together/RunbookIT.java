package io.skyv.together;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The operator's pages against the tests: each page is used by one that sees its metric move. */
class RunbookIT {
    private static final Path SOURCES = Path.of(System.getProperty("skyv.root"), "native-images", "src");
    private static final Path INDEX = Runbook.PAGES.resolveSibling("README.md");

    @Test
    void shouldHaveATestForEachPageAndALinkToIt() throws Exception {
        String tests = tests();
        String index = Files.readString(INDEX);
        List<String> missing = new ArrayList<>();
        for (Runbook page : Runbook.all()) {
            if (!tests.contains("Runbook.of(\"" + page.name() + "\")")
                    || !page.metric().startsWith("skyv_")) {
                missing.add(page.name() + ": no test that sees its metric move");
            }
            if (!index.contains("(faults/" + page.name() + ".md)")) {
                missing.add(page.name() + ": not in docs/operator/README.md");
            }
        }
        assertEquals(List.of(), missing);
    }

    private static String tests() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
