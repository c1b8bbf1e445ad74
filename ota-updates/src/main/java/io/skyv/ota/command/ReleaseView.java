package io.skyv.ota.command;

import io.skyv.ota.UpdateException;
import io.skyv.ota.json.Json;
import io.skyv.ota.repository.Demand;
import io.skyv.ota.repository.SignedFile;
import java.io.PrintStream;
import java.util.List;

/** Metadata for people: what it lets whom do, and what they do next. */
final class ReleaseView {
    private ReleaseView() {}

    static void published(PrintStream out, String role, byte[] file) throws UpdateException {
        print(out, "Published", role, file);
    }

    static void draft(PrintStream out, String role, byte[] file, List<Demand> demands) throws UpdateException {
        print(out, "Draft of", role, file);
        out.println("  signed by " + (SignedFile.signers(file).isEmpty() ? "nobody yet" : SignedFile.signers(file)));
        demands(out, demands);
    }

    static void demands(PrintStream out, List<Demand> demands) {
        for (Demand demand : demands) {
            out.println("  " + demand.by() + " wants " + demand.threshold() + ", and has " + demand.has());
        }
    }

    static void next(PrintStream out, String what) {
        out.println("Next: " + what + ".");
    }

    private static void print(PrintStream out, String state, String role, byte[] file) throws UpdateException {
        Json.Members signed = SignedFile.signedPart(file);
        out.println(state + " " + role + " " + signed.integer("version") + ", until " + signed.text("expires"));
        if (signed.has("roles")) {
            Json.Members roles = signed.members("roles");
            for (String each : roles.values().keySet()) {
                Json.Members keys = roles.members(each);
                out.println("  " + each + ": " + keys.integer("threshold") + " of " + keys.texts("keyids"));
            }
        }
        if (signed.has("targets")) {
            Json.Members files = signed.members("targets");
            for (String path : files.values().keySet()) {
                out.println("  " + path + ": " + files.members(path).integer("length") + " bytes");
            }
        }
        if (signed.has("delegations")) {
            for (Json item : signed.members("delegations").items("roles")) {
                if (item instanceof Json.Members delegation) {
                    out.println("  " + delegation.text("name") + " signs for " + delegation.texts("paths") + " with "
                            + delegation.integer("threshold") + " of " + delegation.texts("keyids"));
                }
            }
        }
    }
}
