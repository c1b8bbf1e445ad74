package io.skyv.box.hardware;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.skyv.box.hardware.ButtonGesture.Wish;
import io.skyv.hardware.light.BoxSign;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/** What operators see of the hardware. It counts from the first moment; the registry comes later. */
public final class HardwareMetrics {
    private final AtomicLong fed = new AtomicLong();
    private final AtomicLong withheld = new AtomicLong();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLongArray presses = new AtomicLongArray(Wish.values().length);
    private volatile double celsius = Double.NaN;
    private volatile int fanPercent;
    private volatile boolean pairing;
    private volatile boolean tooWarm;
    private volatile BoxSign sign = BoxSign.BOOTING;

    /** Shows all of it there. */
    public void register(MeterRegistry registry) {
        counter(registry, "skyv.hardware.watchdog.fed", "Times that the hardware watchdog was fed", fed);
        counter(
                registry,
                "skyv.hardware.watchdog.withheld",
                "Times that it was not fed, since the box was not healthy",
                withheld);
        counter(registry, "skyv.hardware.tamper.opened", "Times that the enclosure was opened", opened);
        gauge(
                registry,
                "skyv.hardware.temperature.celsius",
                "The board's temperature; NaN where nobody knows",
                () -> celsius);
        gauge(registry, "skyv.hardware.fan.percent", "How fast the fan runs", () -> fanPercent);
        gauge(registry, "skyv.hardware.pairing.open", "Whether the pairing window is open", () -> pairing ? 1 : 0);
        for (Wish wish : Wish.values()) {
            if (wish != Wish.NOTHING) {
                FunctionCounter.builder("skyv.hardware.presses", presses, all -> all.get(wish.ordinal()))
                        .description("Presses of the button, by what they asked for")
                        .tag("wish", name(wish))
                        .register(registry);
            }
        }
        for (BoxSign each : BoxSign.values()) {
            Gauge.builder("skyv.hardware.sign", () -> sign == each ? 1 : 0)
                    .description("What the LEDs say: 1 at one of the signs")
                    .tag("sign", name(each))
                    .register(registry);
        }
    }

    /** What is just shown. */
    public BoardState state() {
        return new BoardState(sign, pairing, tooWarm);
    }

    void fed() {
        fed.incrementAndGet();
    }

    void withheld() {
        withheld.incrementAndGet();
    }

    void opened() {
        opened.incrementAndGet();
    }

    void pressed(Wish wish) {
        presses.incrementAndGet(wish.ordinal());
    }

    void temperature(int millicelsius) {
        celsius = millicelsius / 1000.0;
    }

    void temperatureUnknown() {
        celsius = Double.NaN;
    }

    void fan(int percent) {
        fanPercent = percent;
    }

    /** @return whether it was open until now */
    boolean pairing(boolean open) {
        boolean before = pairing;
        pairing = open;
        return before;
    }

    void tooWarm(boolean now) {
        tooWarm = now;
    }

    void sign(BoxSign shown) {
        sign = shown;
    }

    private static void counter(MeterRegistry registry, String name, String description, AtomicLong count) {
        FunctionCounter.builder(name, count, AtomicLong::doubleValue)
                .description(description)
                .register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
