package io.skyv.box.store;

import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.SignedManifest;

/** An init segment or a part in the ring: its manifest, and where its bytes are. */
public record StoredPiece(SignedManifest signed, Body body) {
    public StoredPiece {
        if (signed.manifest().sizeBytes() != body.length()) {
            throw new IllegalArgumentException(
                    "the manifest is of " + signed.manifest().sizeBytes() + " bytes, the body has " + body.length());
        }
    }

    public Manifest manifest() {
        return signed.manifest();
    }
}
