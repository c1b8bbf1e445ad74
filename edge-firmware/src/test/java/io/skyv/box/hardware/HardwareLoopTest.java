package io.skyv.box.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.skyv.box.hardware.HardwareLoop.Input;
import io.skyv.hardware.light.BoxSign;
import io.skyv.hardware.profile.Profiles;
import io.skyv.hardware.profile.Role;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop by hand: each call says what time it is. */
class HardwareLoopTest {
    private static final BoxCondition BOOTING = new BoxCondition(false, false, false, false, false);
    private static final BoxCondition ONLINE = new BoxCondition(true, true, false, false, false);

    private final FakePorts ports = new FakePorts();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private BoxCondition condition = BOOTING;
    private int resets;
    private int feeds;
    private boolean disarmed;
    private boolean alive = true;
    private final HardwareMetrics metrics = new HardwareMetrics();
    private HardwareLoop loop;

    @BeforeEach
    void make() {
        metrics.register(registry);
        loop = new HardwareLoop(Profiles.load("simulated"), ports, metrics);
        loop.attach(() -> condition, () -> resets++);
        loop.begin(0);
    }

    @Test
    void shouldBlinkEachSignAsTheTableHasIt() {
        for (BoxSign sign : BoxSign.values()) {
            BoxCondition shown = conditionOf(sign);
            if (shown == null) {
                continue; // the button's
            }
            condition = shown;
            long began = millis(100_000L * (sign.ordinal() + 1));
            loop.turn(began);
            for (int step = 0; step < 40; step++) {
                loop.turn(began + millis(step * 100L + 50));
                assertEquals(
                        sign.status().litAt(step * 100L + 50), ports.outputs.get(Role.STATUS_LED), sign + " " + step);
                assertEquals(sign.activity().litAt(step * 100L + 50), ports.outputs.get(Role.ACTIVITY_LED));
                assertEquals(sign.alert().litAt(step * 100L + 50), ports.outputs.get(Role.ALERT_LED));
            }
        }
    }

    private static BoxCondition conditionOf(BoxSign sign) {
        return switch (sign) {
            case BOOTING -> BOOTING;
            case ONLINE -> ONLINE;
            case STREAMING -> new BoxCondition(true, true, true, false, false);
            case UNCLAIMED -> new BoxCondition(true, false, false, false, false);
            case UPDATING -> new BoxCondition(true, true, true, true, true);
            case FAULT -> new BoxCondition(true, true, true, false, true);
            case PAIRING, IDENTIFY, RESET_WARNING, RESETTING -> null;
        };
    }

    @Test
    void shouldSleepUntilTheNextChangeOrSecond() {
        assertEquals(millis(500), loop.turn(0), "booting: half a second lit");
        condition = ONLINE;
        assertEquals(millis(1000), loop.turn(millis(1000)), "nothing blinks");
    }

    @Test
    void shouldIdentifyItselfForTenSeconds() {
        condition = ONLINE;
        loop.turn(0);
        press(1000, 1300);
        loop.turn(millis(1301));
        assertSign("identify");
        loop.turn(millis(11_301));
        assertSign("online");
    }

    @Test
    void shouldOpenThePairingWindowForTwoMinutesAndSayItBefore() {
        condition = ONLINE;
        loop.turn(0);
        loop.hear(new Input.Button(true, 0));
        loop.turn(millis(5000));
        assertSign("pairing");
        assertEquals(0, registry.get("skyv.hardware.pairing.open").gauge().value());
        loop.hear(new Input.Button(false, millis(6000)));
        loop.turn(millis(6000));
        assertEquals(1, registry.get("skyv.hardware.pairing.open").gauge().value());
        assertEquals(new BoardState(BoxSign.PAIRING, true, false), metrics.state());
        loop.turn(millis(126_001));
        assertSign("online");
        assertEquals(0, registry.get("skyv.hardware.pairing.open").gauge().value());
        assertEquals(new BoardState(BoxSign.ONLINE, false, false), metrics.state());
    }

    @Test
    void shouldWarnBeforeItResetsAndResetOnce() {
        loop.hear(new Input.Button(true, 0));
        loop.turn(millis(10_000));
        assertSign("reset_warning");
        assertEquals(0, resets);
        loop.turn(millis(15_000));
        assertSign("resetting");
        loop.turn(millis(15_100));
        loop.hear(new Input.Button(false, millis(16_000)));
        loop.turn(millis(16_000));
        assertSign("resetting");
        assertEquals(1, resets);
    }

    @Test
    void shouldLetTheFanFollowTheTemperature() {
        loop.turn(0);
        assertEquals(0, ports.fanPercent);
        ports.temperature = OptionalInt.of(60_000);
        loop.turn(millis(1000));
        assertEquals(65, ports.fanPercent);
        ports.temperature = OptionalInt.empty();
        loop.turn(millis(2000));
        assertEquals(100, ports.fanPercent, "where nobody knows, it does its most");
    }

    @Test
    void shouldSayThatItIsTooWarm() {
        condition = ONLINE;
        ports.temperature = OptionalInt.of(80_000);
        loop.turn(0);
        assertSign("fault");
        assertTrue(metrics.state().tooWarm());
        ports.temperature = OptionalInt.of(60_000);
        loop.turn(millis(1000));
        assertSign("online");
    }

    @Test
    void shouldFeedTheWatchdogFourTimesInItsTimeWhileTheBoxIsAlive() {
        loop.guard(watchdog(), new Liveness(Map.of(), () -> alive));
        for (int second = 0; second < 30; second++) {
            loop.turn(millis(1000L * second));
        }
        assertEquals(4, feeds);
        alive = false;
        for (int second = 30; second < 60; second++) {
            loop.turn(millis(1000L * second));
        }
        assertEquals(4, feeds);
        assertTrue(registry.get("skyv.hardware.watchdog.withheld")
                        .functionCounter()
                        .count()
                > 0);
        alive = true;
        loop.turn(millis(70_000));
        assertEquals(5, feeds);
    }

    @Test
    void shouldCountThatTheEnclosureWasOpened() {
        loop.hear(new Input.Enclosure(true));
        loop.hear(new Input.Enclosure(false));
        assertEquals(
                1, registry.get("skyv.hardware.tamper.opened").functionCounter().count());
    }

    @Test
    void shouldTakeTheInfraredFilterAwayByNight() {
        assertTrue(ports.outputs.get(Role.IR_CUT));
        assertFalse(ports.outputs.get(Role.IR_LIGHT));
        loop.hear(new Input.Brightness(5, 0));
        loop.hear(new Input.Brightness(5, millis(10_000)));
        assertFalse(ports.outputs.get(Role.IR_CUT));
        assertTrue(ports.outputs.get(Role.IR_LIGHT));
    }

    @Test
    void shouldDisarmTheWatchdogAndGiveTheBoardBack() {
        loop.guard(watchdog(), new Liveness(Map.of(), () -> alive));
        loop.close();
        assertTrue(disarmed);
        assertTrue(ports.closed);
    }

    private HardwareWatchdog watchdog() {
        return new HardwareWatchdog() {
            @Override
            public int timeoutSeconds() {
                return 30;
            }

            @Override
            public void feed() {
                feeds++;
            }

            @Override
            public void disarm() {
                disarmed = true;
            }
        };
    }

    private void press(long downMillis, long upMillis) {
        loop.hear(new Input.Button(true, millis(downMillis)));
        loop.hear(new Input.Button(false, millis(upMillis)));
    }

    private void assertSign(String name) {
        assertEquals(
                1, registry.get("skyv.hardware.sign").tag("sign", name).gauge().value(), name);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
