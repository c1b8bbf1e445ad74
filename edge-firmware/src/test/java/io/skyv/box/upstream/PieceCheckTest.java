package io.skyv.box.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.box.segment.FakeNumbering;
import io.skyv.box.segment.Packager;
import io.skyv.box.segment.Piece;
import io.skyv.box.segment.RecordingSink;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.P256;
import java.security.KeyPair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PieceCheckTest {
    private static final StreamId STREAM = new StreamId("box-1.camera");
    private static final RenditionName MAIN = new RenditionName("main");

    private final KeyPair key = P256.generate();
    private final RecordingSink made = new RecordingSink();
    private final PieceCheck check = new PieceCheck(STREAM, MAIN, key.getPublic());

    @BeforeEach
    void makeTwoSegments() {
        make(made, key, STREAM, 1);
    }

    @Test
    void shouldAcceptWhatTheSourceMadeInItsOrder() throws BadPieceException {
        init();
        part(0);
        part(1);
        check.segment(made.segments.get(0));
        part(2);
        assertEquals(0, check.epoch());
    }

    @Test
    void shouldRefuseABodyWithOneAlteredByte() throws BadPieceException {
        init();
        byte[] body = made.parts.get(0).body().clone();
        body[5] ^= 1;
        assertRefused("body", () -> check.part(made.parts.get(0).signed(), body, 7, 0));
    }

    @Test
    void shouldRefuseWhatAnotherKeySigned() {
        RecordingSink forged = new RecordingSink();
        make(forged, P256.generate(), STREAM, 1);
        assertRefused(
                "not signed",
                () -> check.init(
                        forged.inits.get(0).signed(), forged.inits.get(0).body(), 0));
    }

    @Test
    void shouldRefuseAnotherStreamsPartAndAnotherPartOfThisStream() throws BadPieceException {
        init();
        RecordingSink other = new RecordingSink();
        make(other, key, new StreamId("box-1.garden"), 1);
        assertRefused(
                "is of box-1.garden",
                () -> check.part(other.parts.get(0).signed(), other.parts.get(0).body(), 7, 0));
        assertRefused(
                "is of 7.1, not of 7.0",
                () -> check.part(made.parts.get(1).signed(), made.parts.get(1).body(), 7, 0));
    }

    @Test
    void shouldRefuseAPartThatDoesNotFollowOnTheOneBefore() throws BadPieceException {
        init();
        part(0);
        RecordingSink fork = new RecordingSink();
        make(fork, key, STREAM, 9);
        assertRefused(
                "does not follow",
                () -> check.part(fork.parts.get(1).signed(), fork.parts.get(1).body(), 7, 1));
    }

    @Test
    void shouldRefuseASegmentOverOtherParts() throws BadPieceException {
        init();
        part(0);
        assertRefused("not over the parts", () -> check.segment(made.segments.get(0)));
    }

    @Test
    void shouldRefuseAPartOfAnEpochThatHasNotBegun() {
        assertRefused(
                "has not begun",
                () -> check.part(made.parts.get(0).signed(), made.parts.get(0).body(), 7, 0));
    }

    @Test
    void shouldRefuseASegmentThatNeverEnds() throws BadPieceException {
        RecordingSink endless = new RecordingSink();
        Packager packager = new Packager(STREAM, MAIN, key.getPrivate(), new FakeNumbering(0, 7), endless);
        packager.encodingStarted(new byte[1], 2_000_000);
        for (int i = 0; i <= PieceCheck.MAX_PARTS; i++) {
            packager.part(new byte[0], i, 1, i == 0, false);
        }
        check.init(endless.inits.get(0).signed(), endless.inits.get(0).body(), 0);
        for (int i = 0; i < PieceCheck.MAX_PARTS; i++) {
            check.part(endless.parts.get(i).signed(), new byte[0], 7, i);
        }
        assertRefused(
                "longer than",
                () -> check.part(
                        endless.parts.get(PieceCheck.MAX_PARTS).signed(), new byte[0], 7, PieceCheck.MAX_PARTS));
    }

    private interface Refusing {
        void run() throws BadPieceException;
    }

    private static void assertRefused(String why, Refusing refusing) {
        BadPieceException e = assertThrows(BadPieceException.class, refusing::run);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    private void init() throws BadPieceException {
        Piece init = made.inits.get(0);
        check.init(init.signed(), init.body(), 0);
    }

    private void part(int index) throws BadPieceException {
        Piece part = made.parts.get(index);
        check.part(
                part.signed(),
                part.body(),
                part.manifest().sequence(),
                part.manifest().part());
    }

    private static void make(RecordingSink sink, KeyPair key, StreamId stream, int content) {
        Packager packager = new Packager(stream, MAIN, key.getPrivate(), new FakeNumbering(0, 7), sink);
        packager.encodingStarted(new byte[] {(byte) content}, 2_000_000);
        for (int i = 0; i < 4; i++) {
            byte[] body = new byte[10];
            body[0] = (byte) (content + i);
            packager.part(body, i, 1, i % 2 == 0, i % 2 == 1);
        }
    }
}
