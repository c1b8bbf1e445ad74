package io.skyv.ota.client;

import io.skyv.ota.metadata.PercentEncoded;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.metadata.TargetFile;
import java.net.URI;

/** Where a repository, or a copy of it, is served. Both addresses end with a slash. */
public record Mirror(String metadataUrl, String targetsUrl) {
    public Mirror {
        metadataUrl = withSlash(metadataUrl);
        targetsUrl = withSlash(targetsUrl);
    }

    /** A root, a role of a consistent snapshot (§6.2), or by its plain name. */
    URI metadata(String role, long version, boolean consistent) {
        boolean versioned = role.equals(Role.ROOT) || (consistent && !role.equals(Role.TIMESTAMP));
        String prefix = versioned ? version + "." : "";
        return URI.create(metadataUrl + prefix + PercentEncoded.name(role) + ".json");
    }

    /** With consistent snapshots the hash stands before the file's name, not before its directories. */
    URI target(TargetFile target, boolean consistent) {
        String path = target.path();
        int name = path.lastIndexOf('/') + 1;
        String prefix = consistent ? target.hashes().preferredHex() + "." : "";
        return URI.create(targetsUrl + PercentEncoded.path(path.substring(0, name) + prefix + path.substring(name)));
    }

    private static String withSlash(String url) {
        return url.endsWith("/") ? url : url + "/";
    }
}
