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
    private static final Path TABLE = Path.of(System.getProperty("skyv.root"), "docs", "operator", "faults.md");
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

    @Test
    void shouldNameTheMetricAndTheTestsOfEachPageInTheTable() throws Exception {
        List<String> table = Files.readAllLines(TABLE);
        List<String> wrong = new ArrayList<>();
        for (Runbook page : Runbook.all()) {
            List<String> rows = table.stream()
                    .filter(row -> row.contains("(faults/" + page.name() + ".md)"))
                    .toList();
            if (rows.size() != 1 || !rows.getFirst().contains("`" + page.metric() + "`")) {
                wrong.add(page.name() + ": no row of its own with its metric: " + rows);
            } else if (!testsNamedIn(rows.getFirst(), page)) {
                wrong.add(page.name() + ": a test that is named does not ask for its page: " + rows);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** The last column; what an {@code …IT} runs in a kernel of its own is beside it, {@code …Inside}. */
    private static boolean testsNamedIn(String row, Runbook page) throws Exception {
        List<String> columns = List.of(row.split("\\|"));
        boolean all = true;
        for (String test : columns.getLast().strip().split(", ")) {
            String name = test.replace("`", "").replace("RoughNetworkIT", "RoughNetworkInside");
            Path file = SOURCES.resolve("faults/java/io/skyv/together/" + name + ".java");
            all &= Files.exists(file) && Files.readString(file).contains("Runbook.of(\"" + page.name() + "\")");
        }
        return all;
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
