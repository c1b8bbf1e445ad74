package io.skyv.ota.metadata;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Patterns of delegations: they match what a regular expression of the same meaning matches, and never a slash. */
class PathPatternFuzzTest {
    private static final int MAX_CHARS = 24;

    /** Mean what one does, and a regular expression would try each way to share the path among them. */
    private static final Pattern STARS_IN_A_ROW = Pattern.compile("\\*+");

    @FuzzTest
    void shouldMatchAsARegularExpressionDoes(FuzzedDataProvider data) {
        String pattern = data.consumeString(MAX_CHARS);
        String path = data.consumeString(MAX_CHARS);
        String regex = STARS_IN_A_ROW
                .matcher(pattern)
                .replaceAll("*")
                .codePoints()
                .mapToObj(c -> switch (c) {
                    case '*' -> "[^/]*";
                    case '?' -> "[^/]";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        boolean expected = Pattern.compile(regex, Pattern.DOTALL).matcher(path).matches();
        if (PathPattern.matches(pattern, path) != expected) {
            throw new AssertionError(pattern + " and " + path);
        }
    }
}
