package io.skyv.together;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fresh Debian in a directory, of which the newest is made by debootstrap once and kept in a cache. */
final class DebianRoot implements AutoCloseable {
    private static final long MAKE_SECONDS = 900;
    private static final long COMMAND_SECONDS = 300;
    private static final Path SCRIPTS = Path.of(System.getProperty("skyv.root"), "native-images", "deb");

    /** What Debian's tools write for themselves whenever something is installed. */
    private static final Set<String> OF_THE_TOOLS = Set.of(
            "/etc/group-",
            "/etc/gshadow-",
            "/etc/passwd-",
            "/etc/shadow-",
            "/etc/subgid-",
            "/etc/subuid-",
            "/etc/.pwd.lock");

    private final Path directory;

    private DebianRoot(Path directory) {
        this.directory = directory;
    }

    /** What is missing for it here; empty where nothing is. */
    static String missing() {
        if (!Shell.isRoot()) {
            return "root is needed";
        }
        return Stream.of("debootstrap", "dpkg-deb", "chroot", "unshare", "setpriv")
                .filter(tool -> !Shell.succeeds("sh", "-c", "command -v " + tool))
                .map(tool -> tool + " is not installed")
                .collect(Collectors.joining(", "));
    }

    /** @param architecture Debian's word for it */
    static DebianRoot fresh(String suite, String architecture, Path work) throws IOException, InterruptedException {
        String tar = Tool.start(work, "bash", SCRIPTS.resolve("root.sh").toString(), suite, architecture)
                .awaitSuccess(MAKE_SECONDS)
                .lines()
                .reduce((_, last) -> last)
                .orElseThrow();
        Path directory = work.resolve(suite + "-" + architecture);
        delete(directory);
        Files.createDirectories(directory);
        Tool.start(work, "tar", "-C", directory.toString(), "-xf", tar).awaitSuccess(COMMAND_SECONDS);
        return new DebianRoot(directory.toRealPath());
    }

    Path directory() {
        return directory;
    }

    /** A path as programs inside of it name it. */
    Path inside(String path) {
        return directory.resolve(path.substring(1));
    }

    /** Runs a command inside of it as root; what it said. */
    String run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(enter());
        words.addAll(List.of("env", "-i"));
        words.addAll(List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"));
        words.addAll(List.of(command));
        return Tool.start(work(), words.toArray(String[]::new)).awaitSuccess(COMMAND_SECONDS);
    }

    /** What to put in front of a command that shall run inside. */
    List<String> enter() {
        return enter("true");
    }

    /** The same, with a /tmp of its own that nobody sees afterwards. */
    List<String> enterWithPrivateTmp() {
        return enter("mount -t tmpfs tmpfs \"$0/tmp\"");
    }

    private List<String> enter(String first) {
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t proc proc \"$0/proc\" && " + first + " && exec chroot \"$0\" \"$@\"",
                directory.toString());
    }

    /** Installs a package file as an upgrade that nobody watches does: what was edited stays. */
    void install(Path deb) throws IOException, InterruptedException {
        Path there = inside("/tmp").resolve("package.deb");
        Files.copy(deb, there);
        run("dpkg", "--force-confdef", "--force-confold", "--install", "/tmp/package.deb");
        Files.delete(there);
    }

    /** Every file and directory on disk, but what Debian's tools keep for themselves. */
    Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(path -> "/" + directory.relativize(path))
                    .filter(path -> !path.startsWith("/var/lib/dpkg/") && !path.startsWith("/var/log/"))
                    .filter(path -> !path.startsWith("/proc/") && !path.startsWith("/run/"))
                    .filter(path -> !OF_THE_TOOLS.contains(path))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Names of users and of groups. */
    Set<String> users() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String file : List.of("/etc/passwd", "/etc/group")) {
            Files.readAllLines(inside(file)).forEach(line -> names.add(file + " " + line.split(":", 2)[0]));
        }
        return names;
    }

    /** Those that run inside of it. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::isInside).toList();
    }

    private boolean isInside(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "root"))
                    .equals(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private Path work() {
        return directory.resolveSibling("logs");
    }

    /** Ends what still runs in it, and deletes it. */
    @Override
    public void close() {
        processes().forEach(ProcessHandle::destroyForcibly);
        delete(directory);
    }

    private static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
