package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The last stage of a container build, whose steps are done in a {@link DebianRoot}: there need be no engine for it. */
final class Containerfile {
    private static final Path ROOT = Path.of(System.getProperty("skyv.root"));
    private static final String FROM_BUILD = "--from=build /code/";

    private final List<String> steps;

    private Containerfile(List<String> steps) {
        this.steps = steps;
    }

    static Containerfile of(String name) throws IOException {
        List<String> steps = new ArrayList<>();
        String text = Files.readString(ROOT.resolve("native-images/container").resolve(name + ".Containerfile"));
        for (String line : text.replace("\\\n", " ").lines().toList()) {
            if (line.startsWith("FROM ")) {
                steps.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                steps.add(line.strip());
            }
        }
        return new Containerfile(List.copyOf(steps));
    }

    /** Does what it says, in its order; what its build stage makes is taken from this checkout. */
    void buildIn(DebianRoot root) throws IOException, InterruptedException {
        for (String step : steps) {
            String argument = step.substring(step.indexOf(' ') + 1);
            switch (step.substring(0, step.indexOf(' '))) {
                case "RUN" -> root.run("sh", "-c", argument);
                case "COPY" -> copy(argument, root);
                default -> {} // FROM is the root; the others are for what runs in it
            }
        }
    }

    /** How an engine would start it: its user, directory and environment, and then the words of its entry point. */
    List<String> command(DebianRoot root, String... environment) {
        List<String> words = new ArrayList<>(root.enter());
        words.addAll(List.of(
                "setpriv", "--reuid=" + only("USER"), "--regid=" + only("USER"), "--clear-groups", "env", "-i"));
        words.add("--chdir=" + only("WORKDIR"));
        words.add("PATH=/usr/bin:/bin");
        words.addAll(List.of(only("ENV").split(" ")));
        words.addAll(List.of(environment));
        for (String quoted : only("ENTRYPOINT").replaceAll("[\\[\\]]", "").split(", ")) {
            words.add(quoted.replace("\"", ""));
        }
        return words;
    }

    private static void copy(String argument, DebianRoot root) throws IOException, InterruptedException {
        if (!argument.startsWith(FROM_BUILD)) {
            throw new AssertionError("COPY " + argument + " is not of the build stage");
        }
        String[] words = argument.substring(FROM_BUILD.length()).split(" ");
        Path to = root.inside(words[1]);
        Files.createDirectories(to.getParent());
        Tool.start(
                        root.directory().getParent(),
                        "cp",
                        "-a",
                        ROOT.resolve(words[0]).toString(),
                        to.toString())
                .awaitSuccess(60);
    }

    private String only(String instruction) {
        return steps.stream()
                .filter(step -> step.startsWith(instruction + " "))
                .map(step -> step.substring(instruction.length() + 1))
                .reduce((_, _) -> {
                    throw new AssertionError(instruction + " is there twice");
                })
                .orElseThrow();
    }
}
