package io.skyv.box.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.skyv.hardware.profile.BoardProfile.Thermal;
import org.junit.jupiter.api.Test;

class FanCurveTest {
    private final FanCurve fan = new FanCurve(new Thermal(40_000, 50_000, 70_000, 5_000, 80_000));

    @Test
    void shouldBeOffBelowItsStart() {
        assertEquals(0, fan.percent(49_999));
    }

    @Test
    void shouldRiseStraightFromItsLeastToItsFull() {
        assertEquals(30, fan.percent(50_000));
        assertEquals(65, fan.percent(60_000));
        assertEquals(100, fan.percent(70_000));
        assertEquals(100, fan.percent(95_000));
    }

    @Test
    void shouldStopOnlyBelowTheHysteresis() {
        fan.percent(50_000);
        assertEquals(30, fan.percent(45_000));
        assertEquals(0, fan.percent(44_999));
        assertEquals(0, fan.percent(49_999));
    }

    @Test
    void shouldDoItsMostWhereNobodyKnows() {
        assertEquals(100, fan.percentUnknown());
        assertEquals(30, fan.percent(46_000), "it runs, so it goes on");
    }
}
