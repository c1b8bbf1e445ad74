package io.skyv.hardware.board;

import io.skyv.hardware.check.Fault;
import io.skyv.hardware.check.ProfileCheck;
import io.skyv.hardware.draw.Drawings;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Profiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ./skyv board}: init, check, draw. */
public final class BoardCommand {
    static final int ALL_WELL = 0;
    static final int FAULTY = 1;
    static final int MISUSED = 2;

    private static final String USAGE = """
            usage: ./skyv board init [--like PROFILE] [--dir DIR] [--set KEY=VALUE]... [--yes]
                   ./skyv board check FILE...
                   ./skyv board draw DIR
            """;

    private BoardCommand() {}

    public static void main(String... args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(run(List.of(args), in, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    static int run(List<String> words, BufferedReader in, PrintStream out) throws IOException {
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (words.isEmpty() ? "" : words.getFirst()) {
            case "init" -> init(rest, in, out);
            case "check" -> rest.isEmpty() ? misused(out) : check(rest, out);
            case "draw" -> rest.size() == 1 ? draw(Path.of(rest.getFirst()), out) : misused(out);
            default -> misused(out);
        };
    }

    private static int init(List<String> words, BufferedReader in, PrintStream out) throws IOException {
        try {
            Path written = new NewProfile(InitOptions.parse(words), in, out).write();
            return check(List.of(written.toString()), out);
        } catch (IllegalArgumentException e) {
            out.println("skyv board init: " + e.getMessage());
            return MISUSED;
        }
    }

    private static int check(List<String> files, PrintStream out) {
        int status = ALL_WELL;
        for (String file : files) {
            List<Fault> faults = ProfileCheck.check(Path.of(file));
            faults.forEach(out::println);
            if (faults.isEmpty()) {
                BoardProfile board = Profiles.load(file);
                out.println(file + ": " + board.name() + ": no faults; it claims to be a "
                        + board.level().name().toLowerCase(Locale.ROOT) + ", with "
                        + (board.gpio().size() + board.pwm().size()) + " lines by role");
            } else {
                status = FAULTY;
            }
        }
        return status;
    }

    private static int draw(Path directory, PrintStream out) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> drawing : Drawings.all().entrySet()) {
            Files.writeString(directory.resolve(drawing.getKey()), drawing.getValue());
        }
        out.println(Drawings.all().size() + " drawings in " + directory);
        return ALL_WELL;
    }

    private static int misused(PrintStream out) {
        out.print(USAGE);
        return MISUSED;
    }
}
