package io.skyv.ota.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*, foo, true",
        "*, foo/bar, false",
        "*.tgz, foo.tgz, true",
        "*.tgz, targets/foo.tgz, false",
        "targets/*.tgz, targets/foo.tgz, true",
        "targets/*.tgz, targets/foo.txt, false",
        "foo-version-?.tgz, foo-version-2.tgz, true",
        "foo-version-?.tgz, foo-version-alpha.tgz, false",
        "a?b, a/b, false",
        "?, 😀, true",
        "*/*, a/b, true",
        "*/*, a, false",
        "*a*b/c, xaab/c, true",
        "*.py, A.PY, false",
        "[ab], a, false",
        "[ab], [ab], true",
        "'', '', true",
        "*, '', true",
        "?, '', false"
    })
    void shouldMatchAsAShellDoes(String pattern, String path, boolean matches) {
        assertEquals(matches, PathPattern.matches(pattern, path));
    }

    @Test
    void shouldAgreeWithARegularExpression() {
        Random random = new Random(20261121);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab/*?", 8);
            String path = letters(random, "ab/", 10);
            String regex = pattern.replace("*", "[^/]*").replace("?", "[^/]");
            assertEquals(
                    Pattern.matches(regex, path),
                    PathPattern.matches(pattern, path),
                    "seed 20261121: " + pattern + " " + path);
        }
    }

    @Test
    void shouldNotTakeLongOverManyStars() {
        assertEquals(false, PathPattern.matches("*a".repeat(500) + "b", "a".repeat(4000)));
    }

    private static String letters(Random random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(max); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "boards/a/*, boards/a/*, true",
        "boards/a/*, boards/b/*, false",
        "boards/*/*, boards/a/*, true",
        "boards/?/*, boards/ab/*, false",
        "boards/?/*, boards/*/fw, true",
        "*, boards/a/fw, false",
        "*a, b*, true",
        "a*b*c, *d*, true",
        "a*b, a*c, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "?, *, true",
        "'', *, true",
        "'', ?, false"
    })
    void shouldTellWhetherTwoPatternsHaveAPathInCommon(String one, String other, boolean common) {
        assertEquals(common, PathPattern.overlap(one, other));
        assertEquals(common, PathPattern.overlap(other, one));
    }

    /** Against all paths of up to four characters, which is as long as such patterns need. */
    @Test
    void shouldFindTheCommonPathIfThereIsOne() {
        String alphabet = "ab/*?";
        List<String> paths = words("ab/", 4);
        List<String> patterns = words(alphabet, 3);
        for (String one : patterns) {
            List<String> matched = paths.stream()
                    .filter(path -> PathPattern.matches(one, path))
                    .toList();
            for (String other : patterns) {
                boolean common = matched.stream().anyMatch(path -> PathPattern.matches(other, path));
                assertEquals(common, PathPattern.overlap(one, other), one + " and " + other);
            }
        }
    }

    private static List<String> words(String alphabet, int maxLength) {
        List<String> words = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= maxLength; length++) {
            int end = words.size();
            for (; from < end; from++) {
                for (char c : alphabet.toCharArray()) {
                    words.add(words.get(from) + c);
                }
            }
        }
        return words;
    }
}
