package io.skyv.ota.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words, then options, each with one value or several: {@code WORD WORD --option VALUE VALUE --option VALUE}. */
record Arguments(List<String> words, Map<String, List<String>> options) {
    static Arguments parse(String[] args) {
        List<String> words = new ArrayList<>();
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> into = words;
        for (String arg : args) {
            if (arg.startsWith("--")) {
                into = options.computeIfAbsent(arg, name -> new ArrayList<>());
            } else {
                into.add(arg);
            }
        }
        return new Arguments(words, options);
    }

    /**
     * A word or an option too many is a mistake, and not to be passed over where keys are named.
     *
     * @param wordCount at most so many
     * @throws IllegalArgumentException naming what nobody knows
     */
    void allow(int wordCount, String... known) {
        if (words.size() > wordCount) {
            throw new IllegalArgumentException("what is " + words.get(wordCount) + " for?");
        }
        for (String option : options.keySet()) {
            if (!List.of(known).contains(option)) {
                throw new IllegalArgumentException(words.getFirst() + " takes no " + option + " here");
            }
        }
    }

    String word(int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("something is missing");
        }
        return words.get(index);
    }

    /** None, one or several. */
    List<String> list(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** At least one. */
    List<String> all(String option) {
        if (list(option).isEmpty()) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return list(option);
    }

    String one(String option) {
        if (all(option).size() != 1) {
            throw new IllegalArgumentException(option + " takes one value");
        }
        return all(option).getFirst();
    }

    Optional<String> optional(String option) {
        return list(option).isEmpty() ? Optional.empty() : Optional.of(one(option));
    }

    long number(String option, long min, long max) {
        String value = one(option);
        if (!value.matches("0|[1-9][0-9]{0,17}") || Long.parseLong(value) < min || Long.parseLong(value) > max) {
            throw new IllegalArgumentException(
                    option + " takes a number from " + min + " to " + max + ", not " + value);
        }
        return Long.parseLong(value);
    }
}
