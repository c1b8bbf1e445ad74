package io.skyv.control.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.AccountId;
import io.skyv.proto.id.BoxId;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import io.skyv.proto.sign.Digest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenGrantsTest {
    private static final long LIFE_MILLIS = 1_000;

    private final OpenGrants open = new OpenGrants(2, 4);

    @Test
    void shouldTakeSoManyOfOneStream() {
        assertTrue(open.enter(grant(1, "a", 0)));
        assertTrue(open.enter(grant(2, "a", 0)));
        assertFalse(open.enter(grant(3, "a", 0)));
        assertTrue(open.enter(grant(4, "b", 0)));
    }

    @Test
    void shouldGiveAPlaceBack() {
        open.enter(grant(1, "a", 0));
        open.enter(grant(2, "a", 0));
        open.remove(grant(1, "a", 0).id().value());
        assertEquals(Optional.empty(), open.find(grant(1, "a", 0).id()));
        assertTrue(open.enter(grant(3, "a", 0)));
        assertFalse(open.enter(grant(4, "a", 0)));
    }

    @Test
    void shouldNotCountAgainstTheStreamWhatHasExpired() {
        open.enter(grant(1, "a", 0));
        open.enter(grant(2, "a", 500));
        assertFalse(open.enter(grant(3, "a", LIFE_MILLIS - 1)));
        assertTrue(open.enter(grant(3, "a", LIFE_MILLIS)));
        assertFalse(open.enter(grant(4, "a", LIFE_MILLIS)));
    }

    @Test
    void shouldCountInAllUntilClosedEvenWhenExpired() {
        open.enter(grant(1, "a", 0));
        open.enter(grant(2, "b", 0));
        open.enter(grant(3, "c", 0));
        open.enter(grant(4, "d", 0));
        assertFalse(open.enter(grant(5, "e", 100 * LIFE_MILLIS)));
        open.remove(grant(4, "d", 0).id().value());
        assertTrue(open.enter(grant(5, "e", 100 * LIFE_MILLIS)));
    }

    static Grant grant(int number, String stream, long issuedAtMillis) {
        return new Grant(
                new GrantId(String.format("%032x", number)),
                new AccountId("payer"),
                new BoxId("box"),
                new StreamId("box." + stream),
                new RenditionName("main"),
                0,
                Grant.OPEN_END,
                1_000,
                Grant.UNIT_BYTES,
                1,
                Digest.sha256(),
                issuedAtMillis,
                issuedAtMillis + LIFE_MILLIS,
                0,
                true,
                0);
    }
}
