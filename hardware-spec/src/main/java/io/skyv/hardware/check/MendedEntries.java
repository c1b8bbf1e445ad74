package io.skyv.hardware.check;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.json.JsonSyntaxException;
import io.skyv.hardware.json.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A profile whose lists' entries are mended where the schema refuses them: a member that is wrong is left out, and one that is then
 * missing gets a value that breaks no rule elsewhere. So a line without a safe state is still compared with the other lines. What
 * an entry is (its role, kind or name) and where (chip and line) is never made up.
 *
 * @param members JSON pointers of those that were left out or made up: what rules say of them is not true
 */
record MendedEntries(Json.Members profile, Set<String> members) {
    static MendedEntries of(Json.Members refused, List<Fault> faults) {
        Map<String, Json> lists = new LinkedHashMap<>(refused.members());
        Set<String> mended = new HashSet<>();
        for (Fault fault : faults) {
            List<String> steps = Located.steps(fault.path());
            if (steps.size() > 1
                    && lists.get(steps.getFirst()) instanceof Json.Items list
                    && list.items().get(Integer.parseInt(steps.get(1))) instanceof Json.Members entry) {
                List<Json> items = new ArrayList<>(list.items());
                items.set(Integer.parseInt(steps.get(1)), mended(entry, steps, mended));
                lists.put(steps.getFirst(), new Json.Items(list.at(), items));
            }
        }
        return new MendedEntries(new Json.Members(refused.at(), lists), mended);
    }

    /** @param steps to what the schema refuses in the entry, or to the entry, if something is missing there */
    private static Json mended(Json.Members entry, List<String> steps, Set<String> mended) {
        Map<String, Json> sound = new LinkedHashMap<>(entry.members());
        if (steps.size() > 2) {
            sound.remove(steps.get(2));
        }
        Json.Members whole = (Json.Members) harmless(steps.getFirst(), new Json.Members(entry.at(), sound))
                .mergedWith(new Json.Members(entry.at(), sound));
        Set<String> changed = new HashSet<>(whole.members().keySet());
        changed.removeAll(sound.keySet());
        if (steps.size() > 2) {
            changed.add(steps.get(2));
        }
        changed.forEach(name -> mended.add("/" + steps.getFirst() + "/" + steps.get(1) + "/" + name));
        return whole;
    }

    private static Json harmless(String list, Json.Members entry) {
        boolean fan = is(entry, "role", "fan");
        boolean input = is(entry, "role", "button") || is(entry, "role", "tamper");
        return read(
                switch (list) {
                    case "gpio" ->
                        input
                                ? "{\"active\": \"%s\", \"bias\": \"disabled\", \"source\": \"unread\"}"
                                        .formatted(is(entry, "bias", "pull-down") ? "high" : "low")
                                : "{\"active\": \"high\", \"safe\": \"%s\", \"source\": \"unread\"}"
                                        .formatted(fan ? "on" : "off");
                    case "pwm" ->
                        "{\"controller\": \"unread\", \"channel\": 63, \"periodNanos\": 40000, \"safePercent\": %d, \"source\": \"unread\"}"
                                .formatted(fan ? 100 : 0);
                    case "chips" -> "{\"label\": \"unread\", \"lines\": 512, \"edges\": true, \"source\": \"unread\"}";
                    case "buses" -> "{\"device\": \"/dev/i2c-999\", \"source\": \"unread\"}";
                    case "sensors" -> "{\"source\": \"unread\"}";
                    default -> "{}";
                });
    }

    private static boolean is(Json.Members entry, String member, String value) {
        return entry.members().get(member) instanceof Json.Text text
                && text.text().equals(value);
    }

    private static Json read(String text) {
        try {
            return JsonText.read("", text);
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("the program's own values cannot be read", e);
        }
    }

    /** Whether a rule that is broken there is so because of what was left out or made up. */
    boolean explain(Fault fault) {
        boolean pwmUnknown = fault.rule().equals("line-without-pwm")
                && members.stream().anyMatch(member -> member.matches("/chips/\\d+/pwm"));
        return pwmUnknown
                || members.stream()
                        .anyMatch(member ->
                                fault.path().equals(member) || fault.path().startsWith(member + "/"));
    }
}
