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
            List<Fault> faults = new ArrayList<>(check(merged));
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

    /** @param profile with all that it extends */
    public static List<Fault> check(Json profile) {
        List<Fault> faults = SchemaCheck.faults(profile);
        if (!faults.isEmpty()) {
            return faults; // the other rules need a profile that has its form
        }
        BoardProfile board = ProfileReader.read(profile);
        Located located = new Located(profile);
        List<Fault> found = new ArrayList<>();
        found.addAll(LineRules.faults(board, located));
        found.addAll(DeviceRules.faults(board, located));
        found.addAll(LevelRules.faults(board, located));
        found.sort(Comparator.comparing((Fault fault) -> fault.at().line()).thenComparing(Fault::path));
        return List.copyOf(found);
    }
}
