package io.skyv.box.source;

import io.skyv.box.capture.CaptureEvent;
import io.skyv.box.capture.CaptureEvent.EncodingStarted;
import io.skyv.box.capture.CaptureEvent.PartEncoded;
import io.skyv.box.capture.CaptureListener;
import io.skyv.box.segment.Packager;
import io.skyv.box.store.CarriedStream;
import io.skyv.box.store.Catalogue;
import io.skyv.box.store.LiveRing;
import io.skyv.box.uplink.ControlPlane;
import io.skyv.box.uplink.OfferedRendition;
import io.skyv.box.uplink.StreamOffer;
import io.skyv.proto.id.RenditionName;
import io.skyv.proto.id.StreamId;
import java.lang.System.Logger;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Takes what capture says, in order, and makes a stream of it. The stream is offered while the camera delivers: one that
 * has been silent for {@link SourceMetrics#SILENT_AFTER} is withdrawn, and offered again with its next part. Who watches
 * keeps its place meanwhile.
 */
public final class LiveSource implements CaptureListener {
    private static final Logger LOG = System.getLogger(LiveSource.class.getName());

    private final StreamId stream;
    private final RenditionName rendition;
    private final String title;
    private final Packager packager;
    private final LiveRing ring;
    private final Catalogue catalogue;
    private final ControlPlane controlPlane;
    private final SourceMetrics metrics;
    private final Clock clock;
    private final LineLimit lines = new LineLimit();
    private Optional<EncodingStarted> encoding = Optional.empty();
    private boolean offered;

    public LiveSource(
            StreamId stream,
            RenditionName rendition,
            String title,
            Packager packager,
            LiveRing ring,
            Catalogue catalogue,
            ControlPlane controlPlane,
            SourceMetrics metrics,
            Clock clock) {
        this.stream = stream;
        this.rendition = rendition;
        this.title = title;
        this.packager = packager;
        this.ring = ring;
        this.catalogue = catalogue;
        this.controlPlane = controlPlane;
        this.metrics = metrics;
        this.clock = clock;
        metrics.expected();
    }

    @Override
    public synchronized void onEvent(CaptureEvent event) {
        switch (event) {
            case EncodingStarted started -> encodingStarted(started);
            case PartEncoded part -> part(part);
            case CaptureEvent.Waiting waiting -> metrics.waiting(waiting.forWhat());
            case CaptureEvent.Brightness _ -> {
                // of the board's infrared filter alone
            }
            case CaptureEvent.Log line -> log(level(line.level()), "capture: " + line.text());
            case CaptureEvent.Interrupted interrupted -> {
                metrics.interrupted(interrupted.cause());
                log(Logger.Level.WARNING, "capture: the video begins anew: " + interrupted.why());
            }
            case CaptureEvent.CaptureFailed failed -> {
                metrics.failed(failed);
                log(
                        failed.code() == CaptureEvent.Code.SOURCE_ENDED ? Logger.Level.WARNING : Logger.Level.ERROR,
                        "capture failed: " + failed.reason() + ". What to do: " + failed.remedy());
            }
            case CaptureEvent.CaptureEnded ended -> ended(ended);
        }
    }

    /** To be called each second: some things are due because nothing came. */
    public synchronized void look() {
        lines.due(System.nanoTime()).forEach(line -> LOG.log(Logger.Level.WARNING, line));
        if (offered && !metrics.isLive()) {
            offered = false;
            controlPlane.withdraw(stream);
            log(
                    Logger.Level.WARNING,
                    stream + ": the camera delivered nothing for " + SourceMetrics.SILENT_AFTER.toSeconds() + " s ("
                            + metrics.state() + "); the stream is withdrawn until it does");
        }
    }

    private void encodingStarted(EncodingStarted started) {
        log(
                Logger.Level.INFO,
                "%s: %dx%d, %.2f frames/s, %s, %s"
                        .formatted(
                                stream,
                                started.widthPx(),
                                started.heightPx(),
                                started.frameRate(),
                                started.codecs(),
                                started.copied() ? "copied as it comes" : "encoded here"));
        encoding = Optional.of(started);
        offered = false;
        packager.encodingStarted(started.initSegment(), started.longestSegmentMicros());
    }

    private void part(PartEncoded part) {
        packager.part(part.body(), part.startMicros(), part.durationMicros(), part.independent(), part.lastOfSegment());
        metrics.part(part.body().length, clock.millis());
        if (!offered) {
            encoding.ifPresent(this::offer);
        }
    }

    /** Says that the stream is on; not before there is something to serve. */
    private void offer(EncodingStarted started) {
        StreamOffer offer = new StreamOffer(
                stream,
                title,
                List.of(new OfferedRendition(
                        rendition,
                        started.bandwidthBps(),
                        started.codecs(),
                        started.widthPx(),
                        started.heightPx(),
                        started.frameRate())));
        catalogue
                .find(stream)
                .ifPresentOrElse(
                        carried -> carried.offer(offer),
                        () -> catalogue.add(new CarriedStream(stream, rendition, ring, offer, clock)));
        controlPlane.offer(offer);
        offered = true;
    }

    private void ended(CaptureEvent.CaptureEnded ended) {
        packager.encodingEnded();
        metrics.ended(ended.exitStatus());
        log(Logger.Level.WARNING, "capture has ended (exit status " + ended.exitStatus() + "); it is started again");
    }

    private void log(Logger.Level level, String line) {
        lines.admit(line, System.nanoTime()).ifPresent(admitted -> LOG.log(level, admitted));
    }

    private static Logger.Level level(CaptureEvent.Level level) {
        return switch (level) {
            case DEBUG -> Logger.Level.DEBUG;
            case INFO -> Logger.Level.INFO;
            case WARNING -> Logger.Level.WARNING;
            case ERROR -> Logger.Level.ERROR;
        };
    }
}
