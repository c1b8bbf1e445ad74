package io.skyv.hardware.board;

import io.skyv.hardware.profile.Profiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How {@code init} was called.
 *
 * @param like id of the shipped profile that the new one begins as
 * @param directory where the file is written
 * @param answers given beforehand, by their question's key
 * @param ask whether the rest is asked
 */
record InitOptions(String like, Path directory, Map<String, String> answers, boolean ask) {
    InitOptions {
        answers = Map.copyOf(answers);
        if (!Profiles.SHIPPED.contains(like)) {
            throw new IllegalArgumentException(
                    "--like is one of " + String.join(", ", Profiles.SHIPPED) + ", not " + like);
        }
    }

    static InitOptions parse(List<String> words) {
        String like = "raspberry-pi-4";
        Path directory = Path.of("");
        Map<String, String> answers = new LinkedHashMap<>();
        boolean ask = true;
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--yes" -> ask = false;
                case "--like" -> like = value(words, ++i);
                case "--dir" -> directory = Path.of(value(words, ++i));
                case "--set" -> {
                    String[] pair = value(words, ++i).split("=", 2);
                    if (pair.length != 2) {
                        throw new IllegalArgumentException("--set wants KEY=VALUE, not " + words.get(i));
                    }
                    answers.put(pair[0], pair[1]);
                }
                default -> throw new IllegalArgumentException("there is no option " + words.get(i));
            }
        }
        return new InitOptions(like, directory, answers, ask);
    }

    private static String value(List<String> words, int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(words.get(index - 1) + " wants a value");
        }
        return words.get(index);
    }
}
