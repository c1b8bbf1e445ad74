package io.skyv.box.segment;

import io.skyv.proto.manifest.SignedManifest;
import java.util.ArrayList;
import java.util.List;

/** Keeps all that comes. */
public final class RecordingSink implements PieceSink {
    public final List<Piece> inits = new ArrayList<>();
    public final List<Piece> parts = new ArrayList<>();
    public final List<SignedManifest> segments = new ArrayList<>();

    @Override
    public void init(Piece init) {
        inits.add(init);
    }

    @Override
    public void part(Piece part) {
        parts.add(part);
    }

    @Override
    public void segmentEnd(SignedManifest manifest) {
        segments.add(manifest);
    }
}
