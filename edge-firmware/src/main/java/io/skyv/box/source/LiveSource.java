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

/** Takes what capture says, in order, and makes a stream of it. Events come one at a time. */
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
    }

    @Override
    public void onEvent(CaptureEvent event) {
        switch (event) {
            case EncodingStarted started -> encodingStarted(started);
            case PartEncoded part -> part(part);
            case CaptureEvent.Waiting waiting -> metrics.waiting(waiting.forWhat());
            case CaptureEvent.Log line -> LOG.log(level(line.level()), "capture: {0}", line.text());
            case CaptureEvent.CaptureFailed failed -> {
                metrics.failed(failed.code());
                LOG.log(Logger.Level.ERROR, "capture failed: {0}. {1}", failed.reason(), failed.remedy());
            }
            case CaptureEvent.CaptureEnded ended -> ended(ended);
        }
    }

    private void encodingStarted(EncodingStarted started) {
        LOG.log(
                Logger.Level.INFO,
                "{0}: {1}x{2}, {3} frames/s, {4}, {5}",
                stream,
                Integer.toString(started.widthPx()),
                Integer.toString(started.heightPx()),
                String.format("%.2f", started.frameRate()),
                started.codecs(),
                started.copied() ? "copied as it comes" : "encoded here");
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
        metrics.restarted();
        LOG.log(
                Logger.Level.WARNING,
                "capture has ended (exit status {0}); it is started again",
                Integer.toString(ended.exitStatus()));
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
