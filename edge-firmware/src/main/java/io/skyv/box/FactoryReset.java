package io.skyv.box;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a button held for 15 s does: everything in the data directory goes but who the box is, what it has earned, and numbers
 * that must never go back. It is wished for while the box runs and carried out when it starts again, with no file in use; cut
 * off in the middle, it is carried out again.
 */
final class FactoryReset {
    /** With which the process ends, so that the service manager starts it again: EX_TEMPFAIL of sysexits.h. */
    static final int STARTS_AGAIN = 75;

    private static final String WISH = "factory-reset";
    private static final Set<String> KEPT = Set.of("identity", "meter", "lock", WISH);
    private static final String NUMBERS = ".numbers";

    private FactoryReset() {}

    /** Leaves the wish where the next start finds it. */
    static void wish(Path data) throws IOException {
        Files.writeString(data.resolve(WISH), "");
    }

    /** @return whether there was a wish */
    static boolean carryOut(Path data) throws IOException {
        if (!Files.exists(data.resolve(WISH))) {
            return false;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(data)) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                if (!KEPT.contains(name) && !name.endsWith(NUMBERS)) {
                    delete(each);
                }
            }
        }
        Files.delete(data.resolve(WISH));
        return true;
    }

    private static void delete(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
