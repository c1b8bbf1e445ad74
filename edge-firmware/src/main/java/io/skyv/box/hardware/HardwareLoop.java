package io.skyv.box.hardware;

import io.skyv.box.hardware.ButtonGesture.Held;
import io.skyv.box.hardware.ButtonGesture.Wish;
import io.skyv.hardware.light.BoxSign;
import io.skyv.hardware.light.LedPattern;
import io.skyv.hardware.profile.BoardProfile;
import io.skyv.hardware.profile.Role;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Drives the board: one thread, which sleeps until a LED changes, a second is over, or somebody presses the button. */
public final class HardwareLoop implements AutoCloseable {
    /** What waits to be heard of; a button's bounces are fewer. */
    static final int MAX_INPUTS = 64;

    static final Duration IDENTIFY = Duration.ofSeconds(10);
    static final Duration PAIRING_OPEN = Duration.ofMinutes(2);

    /** The watchdog is fed so many times in the time that it waits. */
    static final int FEEDS = 4;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LAST_TURN = Duration.ofSeconds(5);
    private static final Logger LOG = System.getLogger(HardwareLoop.class.getName());

    private final BoardPorts ports;
    private final HardwareMetrics metrics;
    private final int alertMillicelsius;
    private final ButtonGesture button = new ButtonGesture();
    private final FanCurve fan;
    private final DayNight dayNight = new DayNight();
    private final BlockingQueue<Input> inputs = new ArrayBlockingQueue<>(MAX_INPUTS);
    private final Map<Role, Boolean> lit = new EnumMap<>(Role.class);
    private final Thread thread;

    private BoxSign sign = BoxSign.BOOTING;
    private long signSinceNanos;
    private long nextLookNanos;
    private long identifyUntilNanos;
    private long pairingUntilNanos;
    private long nextFeedNanos;
    private BoxCondition last = new BoxCondition(false, false, false, false, false);
    private boolean hot;
    private boolean resetting;
    private boolean withheld;
    private volatile Optional<Attached> attached = Optional.empty();
    private volatile Optional<Guarded> guarded = Optional.empty();
    private volatile boolean closing;

    /** What there is once the rest of the box is loaded. */
    private record Attached(Supplier<BoxCondition> condition, Runnable factoryReset) {}

    /** The watchdog, and what it watches over. */
    private record Guarded(HardwareWatchdog watchdog, Liveness liveness) {}

    /** What comes from outside, and when by {@link System#nanoTime}. */
    sealed interface Input {
        record Button(boolean down, long nanos) implements Input {}

        record Enclosure(boolean open) implements Input {}

        record Brightness(int level, long nanos) implements Input {}
    }

    public HardwareLoop(BoardProfile board, BoardPorts ports, HardwareMetrics metrics) {
        this.ports = ports;
        this.metrics = metrics;
        this.alertMillicelsius = board.thermal().alertMillicelsius();
        this.fan = new FanCurve(board.thermal());
        this.thread = Thread.ofPlatform().name("hardware").daemon(true).unstarted(this::run);
    }

    /** Begins: the LEDs say that it boots. */
    public HardwareLoop start() {
        ports.listen(Role.BUTTON, down -> offer(new Input.Button(down, System.nanoTime())));
        ports.listen(Role.TAMPER, open -> offer(new Input.Enclosure(open)));
        thread.start();
        return this;
    }

    /**
     * The box is loaded; until now it booted, and the button did nothing that outlasts it.
     *
     * @param condition asked once a second
     * @param factoryReset ends the box, which then begins without its settings
     */
    public void attach(Supplier<BoxCondition> condition, Runnable factoryReset) {
        attached = Optional.of(new Attached(condition, factoryReset));
    }

    /** From now on the watchdog is fed, as long as all is well. */
    public void guard(HardwareWatchdog watchdog, Liveness liveness) {
        guarded = Optional.of(new Guarded(watchdog, liveness));
    }

    /** How bright the camera's picture is, 0 to 255; about once a second. Never waits. */
    public void brightness(int level) {
        offer(new Input.Brightness(level, System.nanoTime()));
    }

    private void offer(Input input) {
        if (!inputs.offer(input)) {
            LOG.log(Level.DEBUG, "the hardware's thread does not keep up; an input is lost");
        }
    }

    private void run() {
        begin(System.nanoTime());
        while (!closing) {
            try {
                long sleepNanos = turn(System.nanoTime());
                Input input = inputs.poll(sleepNanos, TimeUnit.NANOSECONDS);
                if (input != null) {
                    hear(input);
                }
            } catch (InterruptedException e) {
                return; // closed
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the hardware could not be looked after", e);
            }
        }
    }

    void begin(long nowNanos) {
        signSinceNanos = nowNanos;
        nextLookNanos = nowNanos;
        nextFeedNanos = nowNanos;
        identifyUntilNanos = nowNanos;
        pairingUntilNanos = nowNanos;
        ports.set(Role.IR_CUT, true);
        ports.set(Role.IR_LIGHT, false);
    }

    void hear(Input input) {
        switch (input) {
            case Input.Button(boolean down, long nanos) -> {
                if (down) {
                    button.down(nanos);
                } else {
                    wish(button.up(nanos), nanos);
                }
            }
            case Input.Enclosure(boolean open) -> {
                if (open) {
                    metrics.opened();
                }
                LOG.log(Level.WARNING, open ? "the enclosure was opened" : "the enclosure was closed");
            }
            case Input.Brightness(int level, long nanos) -> {
                boolean day = dayNight.day(level, nanos);
                ports.set(Role.IR_CUT, day);
                ports.set(Role.IR_LIGHT, !day);
            }
        }
    }

    /** @return how long nothing is due, in ns */
    long turn(long nowNanos) {
        wish(button.tick(nowNanos), nowNanos);
        if (nowNanos - nextLookNanos >= 0) {
            nextLookNanos = nowNanos + LOOK.toNanos();
            look();
        }
        guarded.filter(_ -> nowNanos - nextFeedNanos >= 0).ifPresent(watched -> {
            nextFeedNanos =
                    nowNanos + TimeUnit.SECONDS.toNanos(watched.watchdog().timeoutSeconds()) / FEEDS;
            feed(watched);
        });
        long changeNanos = show(nowNanos);
        long due = Math.min(changeNanos, nextLookNanos - nowNanos);
        if (button.dueNanos().isPresent()) {
            due = Math.min(due, button.dueNanos().getAsLong() - nowNanos);
        }
        return Math.max(0, due);
    }

    private void look() {
        attached.ifPresent(box -> last = box.condition().get());
        OptionalInt temperature = ports.millicelsius();
        int percent = temperature.isPresent() ? fan.percent(temperature.getAsInt()) : fan.percentUnknown();
        ports.fan(percent);
        metrics.fan(percent);
        temperature.ifPresentOrElse(metrics::temperature, metrics::temperatureUnknown);
        boolean now = temperature.isPresent() && temperature.getAsInt() >= alertMillicelsius;
        if (now && !hot) {
            LOG.log(
                    Level.WARNING,
                    "the board is too warm: {0} m°C; give it air, and see whether its fan turns",
                    Integer.toString(temperature.getAsInt()));
        }
        hot = now;
        metrics.tooWarm(now);
    }

    private void feed(Guarded watched) {
        List<String> hanging = watched.liveness().hanging();
        try {
            if (hanging.isEmpty()) {
                watched.watchdog().feed();
                metrics.fed();
            } else {
                metrics.withheld();
                if (!withheld) {
                    LOG.log(
                            Level.ERROR,
                            "the watchdog is not fed: {0} did nothing; if that lasts, the board restarts in {1} s",
                            String.join(", ", hanging),
                            watched.watchdog().timeoutSeconds());
                }
            }
            withheld = !hanging.isEmpty();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the watchdog cannot be fed: {0}", e.getMessage());
        }
    }

    private void wish(Wish wish, long nowNanos) {
        switch (wish) {
            case NOTHING -> {
                return;
            }
            case IDENTIFY -> identifyUntilNanos = nowNanos + IDENTIFY.toNanos();
            case OPEN_PAIRING -> pairingUntilNanos = nowNanos + PAIRING_OPEN.toNanos();
            case FACTORY_RESET ->
                attached.ifPresent(box -> {
                    resetting = true;
                    show(nowNanos);
                    box.factoryReset().run();
                });
        }
        metrics.pressed(wish);
        LOG.log(Level.INFO, "the button asks for: {0}", wish);
    }

    private BoxSign signAt(long nowNanos) {
        Held held = button.held();
        if (resetting) {
            return BoxSign.RESETTING;
        }
        if (held == Held.WARNING) {
            return BoxSign.RESET_WARNING;
        }
        if (held == Held.PAIRING || pairingUntilNanos - nowNanos > 0) {
            return BoxSign.PAIRING;
        }
        if (held == Held.SHORT || identifyUntilNanos - nowNanos > 0) {
            return BoxSign.IDENTIFY;
        }
        return hot && last.serving() && !last.updating() ? BoxSign.FAULT : last.sign();
    }

    private long show(long nowNanos) {
        BoxSign now = signAt(nowNanos);
        if (now != sign) {
            sign = now;
            signSinceNanos = nowNanos;
        }
        metrics.sign(now);
        boolean open = pairingUntilNanos - nowNanos > 0;
        if (metrics.pairing(open) != open) {
            LOG.log(
                    Level.INFO,
                    open ? "the pairing window is open for {0} s" : "the pairing window is closed",
                    PAIRING_OPEN.toSeconds());
        }
        long sinceMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos - signSinceNanos);
        long next = Long.MAX_VALUE;
        next = Math.min(next, led(Role.STATUS_LED, now.status(), sinceMillis));
        next = Math.min(next, led(Role.ACTIVITY_LED, now.activity(), sinceMillis));
        next = Math.min(next, led(Role.ALERT_LED, now.alert(), sinceMillis));
        return next == Long.MAX_VALUE ? next : TimeUnit.MILLISECONDS.toNanos(next);
    }

    private long led(Role role, LedPattern pattern, long sinceMillis) {
        boolean on = pattern.litAt(sinceMillis);
        if (!Boolean.valueOf(on).equals(lit.put(role, on))) {
            ports.set(role, on);
        }
        return pattern.millisToChange(sinceMillis);
    }

    /** Stops, disarms the watchdog, and brings the board to its safe state. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(LAST_TURN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guarded.ifPresent(watched -> {
            try {
                watched.watchdog().disarm();
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the watchdog cannot be disarmed: {0}", e.getMessage());
            }
        });
        ports.close();
    }
}
