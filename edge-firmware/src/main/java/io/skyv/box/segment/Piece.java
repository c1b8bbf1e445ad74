package io.skyv.box.segment;

import io.skyv.proto.manifest.Manifest;
import io.skyv.proto.manifest.SignedManifest;

/**
 * An init segment or a part with its manifest. The body is shared between readers and never changed.
 *
 * @param body the bytes that the manifest is of
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is ever compared, and copies would double the ring
public record Piece(SignedManifest signed, byte[] body) {
    public Piece {
        if (signed.manifest().sizeBytes() != body.length) {
            throw new IllegalArgumentException(
                    "the manifest is of " + signed.manifest().sizeBytes() + " bytes, the body has " + body.length);
        }
    }

    public Manifest manifest() {
        return signed.manifest();
    }
}
