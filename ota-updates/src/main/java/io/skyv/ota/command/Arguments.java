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

    int number(String option) {
        String value = one(option);
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(option + " takes a number of 1 or more, not " + value);
        }
        return Integer.parseInt(value);
    }
}
