package io.skyv.ota.metadata;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.skyv.ota.UpdateException;
import java.util.Arrays;
import java.util.List;

/** Metadata from a server that may be anybody's: read, or refused, and nothing else. */
class MetadataFuzzTest {
    private static final List<Signed.Reader<? extends Role>> READERS =
            List.of(Root::read, Timestamp::read, Snapshot::read, Targets::read);

    @FuzzTest
    void shouldReadMetadataOrSayThatItIsNone(byte[] bytes) {
        for (Signed.Reader<? extends Role> reader : READERS) {
            try {
                check(bytes, Signed.read(bytes, reader));
            } catch (UpdateException refused) {
                // as it must be
            }
        }
    }

    private static void check(byte[] bytes, Signed<?> metadata) {
        if (!Arrays.equals(bytes, metadata.bytes()) || metadata.role().version() < 1) {
            throw new AssertionError("read otherwise than it came");
        }
        switch (metadata.role()) {
            case Root root -> verify(root.authority(Role.ROOT), metadata);
            case Targets targets -> ask(targets, metadata);
            case Timestamp timestamp -> check(timestamp.snapshot(), bytes);
            case Snapshot snapshot -> snapshot.files().values().forEach(file -> check(file, bytes));
        }
    }

    private static void ask(Targets targets, Signed<?> metadata) {
        for (Delegation delegation : targets.delegations().inOrder()) {
            delegation
                    .roleFor("some/path")
                    .map(role -> new Authority(role, targets.delegations().keys(), delegation.roleKeys()))
                    .ifPresent(authority -> verify(authority, metadata));
        }
    }

    private static void verify(Authority authority, Signed<?> metadata) {
        try {
            authority.check(metadata);
        } catch (UpdateException refused) {
            // as it must be
        }
    }

    private static void check(MetaFile file, byte[] bytes) {
        try {
            file.check("file", bytes);
        } catch (UpdateException refused) {
            // as it must be
        }
    }
}
