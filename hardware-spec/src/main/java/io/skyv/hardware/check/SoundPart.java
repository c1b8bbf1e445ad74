package io.skyv.hardware.check;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.profile.Profiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A profile that the schema refuses, made whole, so that the other rules can be looked at in the same run: members that do not
 * belong there are left out, entries of lists are mended or else left out, any other top-level member with a fault is left out
 * where it is optional, or that of a shipped profile. What is then said only because of this is not believed.
 */
final class SoundPart {
    private static final Map<String, Json> PATTERN = pattern();
    private static final Set<String> SUPERFLUOUS = Set.of("unknown-member", "member-does-not-fit");

    /** Rules that may be broken because something is left out of a top-level member, and that member. */
    private static final Map<String, String> HANGS_ON = Map.ofEntries(
            Map.entry("chip-unknown", "chips"),
            Map.entry("bus-unknown", "buses"),
            Map.entry("source-unknown", "sources"),
            Map.entry("fan-without-sensor", "sensors"),
            Map.entry("ir-cut-without-camera", "cameras"),
            Map.entry("ir-light-without-ir-cut", "gpio"),
            Map.entry("level-status-led", "gpio"),
            Map.entry("level-button", "gpio"),
            Map.entry("level-watchdog", "watchdog"),
            Map.entry("level-camera", "cameras"),
            Map.entry("level-sensor", "sensors"),
            Map.entry("level-network", "nics"),
            Map.entry("level-storage", "storage"),
            Map.entry("level-slots", "storage"),
            Map.entry("level-cores", "compute"),
            Map.entry("level-memory", "compute"),
            Map.entry("camera-of-another-board", "compute"));

    private final Map<String, Set<Integer>> entriesLeftOut = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();
    private final MendedEntries entries;
    private final Json profile;

    private SoundPart(Json.Members whole, List<Fault> faults) {
        Json stripped = whole;
        for (Fault fault : faults) {
            if (SUPERFLUOUS.contains(fault.rule())) {
                stripped = without(stripped, Located.steps(fault.path()));
            }
        }
        entries = MendedEntries.of((Json.Members) stripped, SchemaCheck.faults(stripped));
        for (Fault fault : SchemaCheck.faults(entries.profile())) {
            if (!fault.path().isEmpty()) {
                leaveOut(whole, Located.steps(fault.path()));
            }
        }
        profile = mended(entries.profile());
    }

    /** @return nothing if too little of it has its form */
    static Optional<SoundPart> of(Json profile, List<Fault> schemaFaults) {
        if (!(profile instanceof Json.Members whole)) {
            return Optional.empty();
        }
        SoundPart part = new SoundPart(whole, schemaFaults);
        return SchemaCheck.faults(part.profile).isEmpty() ? Optional.of(part) : Optional.empty();
    }

    Json profile() {
        return profile;
    }

    /** Those of {@code found} here that are the whole profile's, with its paths. */
    List<Fault> faults(List<Fault> found) {
        return found.stream()
                .filter(this::isBelieved)
                .map(this::ofWhole)
                .filter(fault -> !entries.explain(fault))
                .toList();
    }

    private boolean isBelieved(Fault fault) {
        String cause = HANGS_ON.getOrDefault(fault.rule(), "");
        boolean levelIsAnother = fault.rule().startsWith("level-") && replaced.contains("claims");
        return !replaced.contains(Located.steps(fault.path()).getFirst())
                && !replaced.contains(cause)
                && !entriesLeftOut.containsKey(cause)
                && !levelIsAnother;
    }

    private void leaveOut(Json.Members whole, List<String> steps) {
        String member = steps.getFirst();
        if (whole.members().get(member) instanceof Json.Items && steps.size() > 1) {
            entriesLeftOut.computeIfAbsent(member, _ -> new HashSet<>()).add(Integer.valueOf(steps.get(1)));
        } else {
            replaced.add(member);
        }
    }

    private Json mended(Json.Members stripped) {
        Map<String, Json> members = new LinkedHashMap<>(stripped.members());
        members.replaceAll((member, json) -> switch (json) {
            case Json.Items list ->
                new Json.Items(
                        list.at(),
                        kept(member, list.items().size()).stream()
                                .map(list.items()::get)
                                .toList());
            default -> json;
        });
        members.keySet().removeAll(replaced);
        for (String name : SchemaCheck.required()) {
            if (members.putIfAbsent(name, PATTERN.get(name)) == null) {
                replaced.add(name);
            }
        }
        return new Json.Members(stripped.at(), members);
    }

    private List<Integer> kept(String member, int size) {
        Set<Integer> leftOut = entriesLeftOut.getOrDefault(member, Set.of());
        return IntStream.range(0, size)
                .filter(index -> !leftOut.contains(index))
                .boxed()
                .toList();
    }

    private Fault ofWhole(Fault fault) {
        List<String> steps = new ArrayList<>(Located.steps(fault.path()));
        Set<Integer> leftOut = entriesLeftOut.getOrDefault(steps.getFirst(), Set.of());
        if (steps.size() < 2 || leftOut.isEmpty()) {
            return fault;
        }
        int index = Integer.parseInt(steps.get(1));
        steps.set(
                1, kept(steps.getFirst(), index + leftOut.size() + 1).get(index).toString());
        return new Fault(fault.at(), "/" + String.join("/", steps), fault.rule(), fault.explanation());
    }

    private static Json without(Json json, List<String> steps) {
        String step = steps.getFirst();
        List<String> rest = steps.subList(1, steps.size());
        return switch (json) {
            case Json.Members object
            when object.members().containsKey(step) -> {
                Map<String, Json> members = new LinkedHashMap<>(object.members());
                if (rest.isEmpty()) {
                    members.remove(step);
                } else {
                    members.computeIfPresent(step, (_, value) -> without(value, rest));
                }
                yield new Json.Members(object.at(), members);
            }
            case Json.Items list
            when step.matches("\\d{1,6}") && !rest.isEmpty() -> {
                List<Json> items = new ArrayList<>(list.items());
                int index = Integer.parseInt(step);
                items.set(index, without(items.get(index), rest));
                yield new Json.Items(list.at(), items);
            }
            default -> json;
        };
    }

    private static Map<String, Json> pattern() {
        try {
            return ((Json.Members) Profiles.shipped("simulated")).members();
        } catch (Profiles.UnusableException e) {
            throw new IllegalStateException("a shipped profile is unusable", e);
        }
    }
}
