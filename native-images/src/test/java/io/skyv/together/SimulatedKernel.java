package io.skyv.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A user-mode Linux kernel with a GPIO chip, a camera, an I²C bus and a watchdog, on this machine's files. */
final class SimulatedKernel {
    /** What boots the kernel and runs its arguments there; {@code -Dskyv.kernel} names another place. */
    private static final Path COMMAND = Path.of(
                    System.getProperty("skyv.kernel", System.getProperty("skyv.root") + "/../shared/hil/run.sh"))
            .normalize();

    private static final String MEMORY = "2500M";
    private static final long BOOTS_WITHIN_SECONDS = 60;
    private static final long DONE_WITHIN_SECONDS = 900;

    /**
     * PostgreSQL refuses to be root, and there are no user namespaces; this user may use every device, hear the kernel, set the
     * clock and shape the network nevertheless.
     */
    private static final String AS_USER = """
        set -e
        mkdir -p /run/skyv/tmp
        chown -R 1000:1000 /run/skyv
        cd /run/skyv
        export HOME=/run/skyv JAVA_TOOL_OPTIONS='-Djava.io.tmpdir=/run/skyv/tmp -XX:TieredStopAtLevel=1'
        may=+dac_override,+dac_read_search,+syslog,+sys_time,+net_admin
        exec setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=$may --ambient-caps=$may "$@"
        """;

    /** Another kernel than run.sh's own, for run.sh. */
    private static final String OTHER_KERNEL = "HIL_KERNEL";

    private final Path output;
    private Optional<Path> other = Optional.empty();

    /** @param output where all that is said there is kept */
    SimulatedKernel(Path output) throws IOException {
        this.output = output;
        Files.createDirectories(output.getParent());
    }

    /** Whether the kernel and this command are to be had here. */
    boolean boots(String... command) throws IOException, InterruptedException {
        if (!Files.isExecutable(COMMAND)) {
            return false;
        }
        if (boot(BOOTS_WITHIN_SECONDS, List.of(command))) {
            return true;
        }
        if (System.getenv(OTHER_KERNEL) == null && WideRegisters.here()) {
            other = WideRegisters.kernel(output.getParent());
        }
        return other.isPresent() && boot(BOOTS_WITHIN_SECONDS, List.of(command));
    }

    String whyNot() {
        return "skipped: no user-mode kernel at " + COMMAND
                + ", or it does not boot on this processor, or has not the tools that are needed; see " + output;
    }

    /** As {@link #run}, as a user that PostgreSQL likes. */
    String runAsUser(Class<?> main, Map<String, String> properties) throws IOException, InterruptedException {
        return run(List.of("bash", "-c", AS_USER, "as-user"), main, properties);
    }

    /** @return what {@code main} said there, to its end */
    String run(Class<?> main, Map<String, String> properties) throws IOException, InterruptedException {
        return run(List.of(), main, properties);
    }

    private String run(List<String> before, Class<?> main, Map<String, String> properties)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(before);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dskyv.root=" + System.getProperty("skyv.root"),
                "-Dskyv.work=/run/skyv/work",
                "-Dskyv.native=" + System.getProperty("skyv.native")));
        properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        boot(DONE_WITHIN_SECONDS, line);
        String said = Files.readString(output);
        System.out.println(said);
        return said;
    }

    private boolean boot(long seconds, List<String> command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(COMMAND.toString()));
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("HIL_MEMORY", MEMORY);
        other.ifPresent(kernel -> builder.environment().put(OTHER_KERNEL, kernel.toString()));
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        Process kernel = builder.start();
        try {
            return kernel.waitFor(seconds, TimeUnit.SECONDS) && kernel.exitValue() == 0;
        } finally {
            kernel.descendants().forEach(ProcessHandle::destroyForcibly);
            kernel.destroyForcibly();
        }
    }
}
