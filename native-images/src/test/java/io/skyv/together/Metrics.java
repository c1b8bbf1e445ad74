package io.skyv.together;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program says of itself at {@code /q/metrics}, in Prometheus' text format. */
final class Metrics {
    private static final long BOUND_SECONDS = 120;
    private static final long POLL_MILLIS = 200;
    private static final String PATH = "/q/metrics";
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final Source source;

    /** What the program answers now. */
    @FunctionalInterface
    private interface Source {
        String ask() throws IOException, InterruptedException;
    }

    /** @param program its base address */
    Metrics(URI program) {
        Rest rest = new Rest(program);
        this.source = () -> new String(rest.send(PATH).body(), StandardCharsets.UTF_8);
    }

    private Metrics(Source source) {
        this.source = source;
    }

    /** @param place a machine from which the program can be reached while it cannot be from here */
    static Metrics seenFrom(Place place, URI program) {
        List<String> command = new ArrayList<>(place.command());
        command.addAll(List.of(
                "curl", "--silent", "--max-time", "5", program.resolve(PATH).toString()));
        return new Metrics(() -> Shell.output(command));
    }

    /**
     * @param selector a name, or a name and labels, {@code skyv_relay_refused_total{code="grant-missing"}}; labels that
     *     are not named may have any value, and what fits is summed
     * @return 0 where nothing fits yet
     */
    double value(String selector) throws IOException, InterruptedException {
        String name = selector.contains("{") ? selector.substring(0, selector.indexOf('{')) : selector;
        List<String> labels = new ArrayList<>();
        Matcher label = LABEL.matcher(selector);
        while (label.find()) {
            labels.add(label.group());
        }
        String all = source.ask();
        return all.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> labels.stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Asks until {@code holds}, for two minutes at most; the program may be away in between. */
    double await(String selector, DoublePredicate holds) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        String last = "nothing";
        while (System.nanoTime() < until) {
            try {
                double value = value(selector);
                if (holds.test(value)) {
                    return value;
                }
                last = Double.toString(value);
            } catch (IOException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new AssertionError(selector + " did not become what it should in " + BOUND_SECONDS + " s; last " + last);
    }
}
