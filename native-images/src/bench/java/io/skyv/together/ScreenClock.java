package io.skyv.together;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The viewer page in Chromium, and what is on its screen when: reads the strip of {@link ClockFilm} in every new picture. */
final class ScreenClock implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FIRST_PICTURE_BOUND_SECONDS = 30;

    /** Later than that a picture of the film looks like one of its next round. */
    private static final long MOST_LATE_MICROS = 15_000_000;

    /**
     * Notes [place in the film or −1, milliseconds since 1970 at which it is displayed]. A callback that comes late may read a
     * picture newer than the one it is for: the later of both times is taken, so that the error is never in our favour.
     */
    private static final String SCRIPT =
            """
            (() => {
              const bits = %d, block = %d, left = %d, top = %d;
              const shown = [];
              const canvas = new OffscreenCanvas(bits, 2);
              const context = canvas.getContext('2d', { willReadFrequently: true });
              context.imageSmoothingEnabled = false;
              const read = (video) => {
                context.drawImage(video, left, top, bits * block, 2 * block, 0, 0, bits, 2);
                const { data } = context.getImageData(0, 0, bits, 2);
                let place = 0;
                for (let bit = 0; bit < bits; bit++) {
                  const one = data[4 * bit] > 127;
                  if (one === data[4 * (bits + bit)] > 127) return -1;
                  if (one) place += 2 ** bit;
                }
                return place;
              };
              const watch = (video) => {
                const look = (now, { expectedDisplayTime }) => {
                  shown.push([read(video), Math.max(now, expectedDisplayTime)]);
                  video.requestVideoFrameCallback(look);
                };
                video.requestVideoFrameCallback(look);
              };
              const create = document.createElement.bind(document);
              document.createElement = (name, options) => {
                const element = create(name, options);
                if (String(name).toLowerCase() === 'video') watch(element);
                return element;
              };
              const wall = (at) => at + Date.now() - performance.now();
              window.screenClock = {
                take: () => JSON.stringify(shown.splice(0).map(([place, at]) => [place, wall(at)])),
                click: (name) => {
                  shown.length = 0;
                  const button = [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === name);
                  button.click();
                  return Date.now();
                },
                opened: () => wall(0),
              };
            })();
            """.formatted(ClockFilm.BITS, ClockFilm.BLOCK_PX, ClockFilm.LEFT_PX, ClockFilm.TOP_PX);

    private final Supplier<RtmpPush> camera;
    private final Page page;

    /** A picture on the screen. */
    record Shown(int place, long atMicros) {}

    ScreenClock(RtmpPush camera, URI address) {
        this(() -> camera, address);
    }

    /** @param camera may begin only when the page asks for pictures */
    ScreenClock(Supplier<RtmpPush> camera, URI address) {
        this.camera = camera;
        this.page = new Page(address, SCRIPT);
    }

    Page page() {
        return page;
    }

    /** How late each picture was that came to the screen in so many seconds. */
    Figures latencies(long seconds) throws IOException {
        take();
        List<Long> lateMicros = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            page.look();
            for (Shown picture : take()) {
                lateMicros.add(late(picture));
            }
        }
        return Figures.ofMicros(lateMicros);
    }

    /** From the page's address being opened to its first picture, in seconds. */
    double secondsToFirstPictureSinceOpened() throws IOException {
        return seconds(((Number) page.evaluate("() => window.screenClock.opened()")).doubleValue());
    }

    /** From a click on Play to the first picture, in seconds. */
    double secondsToFirstPictureSincePlay() throws IOException {
        return seconds(((Number) page.evaluate("() => window.screenClock.click('Play')")).doubleValue());
    }

    void stop() {
        page.evaluate("() => window.screenClock.click('Stop')");
    }

    private double seconds(double sinceMillis) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_PICTURE_BOUND_SECONDS);
        while (System.nanoTime() < until) {
            List<Shown> shown = take();
            if (!shown.isEmpty()) {
                late(shown.getFirst());
                return (shown.getFirst().atMicros() - sinceMillis * 1000) / 1e6;
            }
            page.look();
        }
        throw new AssertionError("no picture in " + FIRST_PICTURE_BOUND_SECONDS + " s\n" + page.text());
    }

    private long late(Shown picture) {
        long sentMicros = camera.get().sentMicrosOf(picture.place(), picture.atMicros());
        if (picture.place() < 0 || sentMicros < 0 || picture.atMicros() - sentMicros > MOST_LATE_MICROS) {
            throw new AssertionError("a picture that cannot be: " + picture + ", sent at " + sentMicros);
        }
        return picture.atMicros() - sentMicros;
    }

    private List<Shown> take() throws IOException {
        JsonNode all = JSON.readTree((String) page.evaluate("() => window.screenClock.take()"));
        List<Shown> shown = new ArrayList<>();
        for (JsonNode picture : all) {
            shown.add(
                    new Shown(picture.get(0).asInt(), Math.round(picture.get(1).asDouble() * 1000)));
        }
        return shown;
    }

    @Override
    public void close() {
        page.close();
    }
}
