package io.skyv.hardware.check;

import io.skyv.hardware.json.Json;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.ProfileReader;
import io.skyv.hardware.profile.Profiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that can be said of a profile without the board. */
public final class ProfileCheck {
    private ProfileCheck() {}

    /** @return what is wrong with the file's profile, by line; nothing if all is well */
    public static List<Fault> check(Path file) {
        try {
            Json merged = Profiles.merged(file);
            List<Fault> faults = new ArrayList<>(check(merged).stream()
                    .map(fault -> ofThisFile(fault, merged))
                    .toList());
            String wanted = merged instanceof Json.Members all && all.members().get("id") instanceof Json.Text id
                    ? id.text() + ".json"
                    : "";
            if (!wanted.isEmpty() && !file.getFileName().toString().equals(wanted)) {
                faults.add(new Located(merged)
                        .fault(
                                "/id",
                                "file-name",
                                "the file of this profile is called " + wanted + ", not " + file.getFileName()));
            }
            return faults;
        } catch (Profiles.UnusableException e) {
            return List.of(new Fault(e.at(), "", e.rule(), e.why()));
        }
    }

    /** A shipped profile has no fault by itself: what seems to be one comes of what is changed over it. */
    private static Fault ofThisFile(Fault fault, Json merged) {
        String shipped = Profiles.SHIPPED_FILES;
        if (!fault.at().file().startsWith(shipped) || !(merged instanceof Json.Members all)) {
            return fault;
        }
        Json.Place here = all.members().getOrDefault("extends", all).at();
        return new Fault(here, fault.path(), fault.rule(), fault.explanation() + "; see " + fault.at());
    }

    /** @param profile with all that it extends */
    public static List<Fault> check(Json profile) {
        List<Fault> found = new ArrayList<>(SchemaCheck.faults(profile));
        if (found.isEmpty()) {
            found.addAll(rules(profile));
        } else {
            SoundPart.of(profile, found).ifPresent(part -> found.addAll(part.faults(rules(part.profile()))));
        }
        found.sort(Comparator.comparing((Fault fault) -> fault.at().line()).thenComparing(Fault::path));
        return List.copyOf(found);
    }

    /** The rules beyond the schema; they need a profile that has its form. */
    private static List<Fault> rules(Json profile) {
        BoardProfile board = ProfileReader.read(profile);
        Located located = new Located(profile);
        List<Fault> found = new ArrayList<>();
        found.addAll(LineRules.faults(board, located));
        found.addAll(DeviceRules.faults(board, located));
        found.addAll(LevelRules.faults(board, located));
        return found;
    }
}
