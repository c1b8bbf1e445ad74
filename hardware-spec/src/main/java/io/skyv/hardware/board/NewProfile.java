package io.skyv.hardware.board;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.json.JsonWriter;
import io.skyv.hardware.profile.Profiles;
import io.skyv.hardware.profile.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a profile that begins as a shipped one, with what its maker answers. */
final class NewProfile {
    private static final Json.Place HERE = new Json.Place("answers", 1);
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,47}");
    private static final Pattern LINE = Pattern.compile("(?:([a-z0-9-]+):)?(\\d{1,3})(?::(high|low))?");
    private static final String NONE = "none";
    private static final String SOURCE = "maker";

    private final InitOptions options;
    private final BufferedReader in;
    private final PrintStream out;
    private final Set<String> asked = new LinkedHashSet<>();

    NewProfile(InitOptions options, BufferedReader in, PrintStream out) {
        this.options = options;
        this.in = in;
        this.out = out;
    }

    /** @return the file */
    Path write() throws IOException {
        Map<String, Json> profile = template();
        say("Enter keeps what stands in brackets.");
        for (String key : List.of("id", "vendor", "name", "revision")) {
            profile.put(key, text(answer(key, key, key.equals("id") ? "my-board" : text(profile.get(key)))));
        }
        Map<String, Json> claims = members(profile.get("claims"));
        claims.put("level", text(answer("level", "level: relay, camera or transcoder", text(claims.get("level")))));
        profile.put("claims", new Json.Members(HERE, claims));
        figures(profile);
        profile.put("chips", new Json.Items(HERE, chips(profile)));
        profile.put("gpio", new Json.Items(HERE, lines(profile)));
        Map<String, Json> sources = members(profile.get("sources"));
        String document = answer(
                "source", "the document that the lines were taken from", "schematic of " + text(profile.get("name")));
        Map<String, Json> source = new LinkedHashMap<>();
        source.put("title", text(document));
        source.put("where", text(answer("where", "where that document is", "with the board's maker")));
        sources.put(SOURCE, new Json.Members(HERE, source));
        profile.put("sources", new Json.Members(HERE, sources));
        refuseUnknownAnswers();
        Path file = file(text(profile.get("id")));
        Files.writeString(file, JsonWriter.write(new Json.Members(HERE, profile)), StandardOpenOption.CREATE_NEW);
        say("written: " + file);
        return file;
    }

    /** Nobody's file is written over. */
    private Path file(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "an id is of small letters, digits and hyphens, 48 at most, not \"" + id + "\"");
        }
        Path file = options.directory().resolve(id + ".json");
        if (!Files.isDirectory(options.directory())) {
            throw new IllegalArgumentException("there is no directory " + options.directory());
        }
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " is there already: choose another id, or remove it first");
        }
        return file;
    }

    private Map<String, Json> template() {
        try {
            Map<String, Json> profile = members(Profiles.shipped(options.like()));
            profile.remove("extends");
            return profile;
        } catch (Profiles.UnusableException e) {
            throw new IllegalStateException("a shipped profile is unusable", e);
        }
    }

    private void figures(Map<String, Json> profile) throws IOException {
        Map<String, Json> compute = members(profile.get("compute"));
        compute.put(
                "architecture",
                text(answer("architecture", "architecture: aarch64 or x86_64", text(compute.get("architecture")))));
        for (String key : List.of("cores", "clockMegahertz", "memoryMebibytes")) {
            compute.put(key, figure(key, answer(key, key, number(compute.get(key)))));
        }
        profile.put("compute", new Json.Members(HERE, compute));
    }

    private List<Json> chips(Map<String, Json> profile) throws IOException {
        List<Json> chips = new ArrayList<>();
        for (Json json : items(profile.get("chips"))) {
            Map<String, Json> chip = members(json);
            String name = text(chip.get("name"));
            chip.put(
                    "label",
                    text(answer(
                            name + ".label",
                            "GPIO chip \"" + name + "\": its label (gpiodetect)",
                            text(chip.get("label")))));
            chip.put(
                    "lines",
                    figure(
                            name + ".lines",
                            answer(name + ".lines", "how many lines it has", number(chip.get("lines")))));
            chips.add(new Json.Members(HERE, chip));
        }
        return chips;
    }

    private List<Json> lines(Map<String, Json> profile) throws IOException {
        Map<String, Map<String, Json>> byRole = new LinkedHashMap<>();
        items(profile.get("gpio")).forEach(json -> byRole.put(text(members(json).get("role")), members(json)));
        Set<String> byPwm = new LinkedHashSet<>();
        items(profile.get("pwm")).forEach(json -> byPwm.add(text(members(json).get("role"))));
        String firstChip = items(profile.get("chips")).isEmpty()
                ? ""
                : text(members(items(profile.get("chips")).getFirst()).get("name"));
        List<Json> lines = new ArrayList<>();
        for (Role role : Role.values()) {
            if (byPwm.contains(role.text()) && !options.answers().containsKey(role.text())) {
                continue;
            }
            Map<String, Json> line = byRole.get(role.text());
            String now = line == null ? NONE : written(line);
            String wanted = answer(role.text(), role.text() + ": CHIP:LINE:high or low, or none", now);
            if (wanted.equals(NONE)) {
                continue;
            }
            lines.add(
                    wanted.equals(now) && line != null ? new Json.Members(HERE, line) : line(role, wanted, firstChip));
        }
        return lines;
    }

    private static String written(Map<String, Json> line) {
        return text(line.get("chip")) + ":" + number(line.get("line")) + ":" + text(line.get("active"));
    }

    private static Json line(Role role, String wanted, String firstChip) {
        Matcher form = LINE.matcher(wanted);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    role.text() + ": a line is written CHIP:LINE:high or CHIP:LINE:low, not \"" + wanted + "\"");
        }
        String active = form.group(3) == null ? "high" : form.group(3);
        Map<String, Json> line = new LinkedHashMap<>();
        line.put("role", text(role.text()));
        line.put("chip", text(form.group(1) == null ? firstChip : form.group(1)));
        line.put("line", new Json.Figure(HERE, new BigDecimal(form.group(2))));
        line.put("active", text(active));
        if (role.output()) {
            line.put("safe", text(role == Role.FAN || role == Role.IR_CUT ? "on" : "off"));
        } else {
            boolean toGround = role == Role.BUTTON ? active.equals("low") : active.equals("high");
            line.put("bias", text(toGround ? "pull-up" : "pull-down"));
        }
        line.put("source", text(SOURCE));
        return new Json.Members(HERE, line);
    }

    private void refuseUnknownAnswers() {
        Set<String> unknown = new LinkedHashSet<>(options.answers().keySet());
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("nobody asks for " + unknown + "; keys are " + String.join(", ", asked));
        }
    }

    private String answer(String key, String question, String otherwise) throws IOException {
        asked.add(key);
        String given = options.answers().get(key);
        if (given != null || !options.ask()) {
            return given == null ? otherwise : given;
        }
        out.print(question + " [" + otherwise + "]: ");
        out.flush();
        String line = in.readLine();
        return line == null || line.isBlank() ? otherwise : line.strip();
    }

    private void say(String line) {
        if (options.ask()) {
            out.println(line);
        }
    }

    private static Json text(String text) {
        return new Json.Text(HERE, text);
    }

    private static Json figure(String key, String text) {
        try {
            return new Json.Figure(HERE, new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " is a number, not \"" + text + "\"", e);
        }
    }

    private static String text(@Nullable Json json) {
        return json instanceof Json.Text text ? text.text() : "";
    }

    private static String number(@Nullable Json json) {
        return json instanceof Json.Figure figure ? figure.value().toPlainString() : "";
    }

    private static Map<String, Json> members(@Nullable Json json) {
        return json instanceof Json.Members object ? new LinkedHashMap<>(object.members()) : new LinkedHashMap<>();
    }

    private static List<Json> items(@Nullable Json json) {
        return json instanceof Json.Items list ? list.items() : List.of();
    }
}
