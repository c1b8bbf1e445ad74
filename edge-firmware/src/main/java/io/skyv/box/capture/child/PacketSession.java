package io.skyv.box.capture.child;

import io.skyv.box.capture.CaptureEvent.Cause;
import io.skyv.box.capture.CaptureEvent.Code;
import io.skyv.box.capture.CaptureEvent.Interrupted;
import io.skyv.box.capture.CaptureSettings;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a source's packets into epochs: holds the first, decides between copying and encoding, and begins anew at need. */
final class PacketSession implements AutoCloseable {
    /** Times that jump further ahead, or back, belong to something new. */
    static final long LONGEST_GAP_MICROS = 1_000_000;

    /** Sound further from the picture than this is of another time. */
    static final long LONGEST_DISTANCE_OF_SOUND_MICROS = 5_000_000;

    /** So many packets of sound in a row that do not fit mean that it is the picture's times that changed. */
    static final int MOST_STRAY_SOUNDS = 250;

    /** So many packets of sound, about two seconds, are a reason to begin anew when an epoch began without. */
    static final int MOST_LATE_SOUNDS = 100;

    private static final long SLIGHTLY_BACK_MICROS = 100_000;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final SourceFormat source;
    private final CaptureSettings settings;
    private final Progress events;
    private final EpochClock epochClock;
    private final Steadiness steadiness;
    private final SourceClock sourceClock;
    private final EpochStarter starter;
    private final ParameterWatch parameters;
    private final HeldPackets held = new HeldPackets();
    private final long longestGapMicros;

    private @Nullable Epoch epoch;
    private boolean neverCopy;
    private boolean knownToCopy;
    private long lastPictureMicros = UNKNOWN;
    private long lastPictureArrivedMicros;
    private int straySounds;
    private int lateSounds;
    private long epochBeganMicros;
    private long provingSinceMicros = UNKNOWN;

    /**
     * @param source stays the caller's
     * @param steadiness of whoever makes one session after the other of the same source
     */
    PacketSession(
            SourceFormat source,
            CaptureSettings settings,
            EventSink events,
            EpochClock epochClock,
            Steadiness steadiness,
            SourceClock sourceClock) {
        this.source = source;
        this.settings = settings;
        this.events = new Progress(events);
        this.epochClock = epochClock;
        this.steadiness = steadiness;
        this.sourceClock = sourceClock;
        this.starter = new EpochStarter(source, settings, this.events);
        this.parameters = new ParameterWatch(source.video());
        Rate rate = source.rate();
        double frameMicros = rate == null ? 0 : 1e6 / rate.perSecond();
        this.longestGapMicros = Math.max(LONGEST_GAP_MICROS, (long) (3 * Math.min(frameMicros, 1e7)));
    }

    /** Takes everything from {@code packets} until it ends. */
    void run(PacketSource packets) throws CaptureException, IOException {
        try {
            for (MediaPacket packet = packets.next(); packet != null; packet = packets.next()) {
                step(packet);
            }
        } catch (CaptureException e) {
            endEpoch(); // what came before the source broke is whole
            throw e;
        }
        endEpoch();
    }

    private void step(MediaPacket packet) throws CaptureException, IOException {
        if (mustStillProve(packet)) {
            packet.close();
            return;
        }
        if (epoch == null) {
            events.came(packet.arrivalMicros(), "a keyframe of the camera");
        } else {
            events.came(packet.arrivalMicros(), "a picture of the camera");
        }
        if (packet.isVideo()) {
            observe(packet);
        } else if (isStray(packet)) {
            packet.close();
            return;
        }
        Epoch current = epoch;
        if (current == null) {
            held.add(packet);
            beginIfReady();
            return;
        }
        if (!packet.isVideo() && !current.hasAudio()) {
            takeLateSound(packet);
            return;
        }
        sourceClock.await(packet.dtsMicros());
        if (!current.accept(packet)) {
            encodeFromHere(current, packet);
        } else if (current.sizeChanged()) {
            beginAnew(Cause.PARAMETERS, "its pictures are of another size", false);
        }
    }

    /** Whether the source came and went so often of late that it has to last for a while before it is shown. */
    private boolean mustStillProve(MediaPacket packet) throws CaptureException, IOException {
        if (epoch != null || sourceClock.isPaced() || steadiness.proofMicros() == 0) {
            return false;
        }
        if (provingSinceMicros == UNKNOWN) {
            provingSinceMicros = packet.arrivalMicros();
        }
        if (packet.arrivalMicros() - provingSinceMicros >= steadiness.proofMicros()) {
            return false;
        }
        events.came(packet.arrivalMicros(), "the camera to be steady: it comes and goes, or changes, all the time");
        return true;
    }

    private void takeLateSound(MediaPacket sound) throws CaptureException, IOException {
        sound.close();
        lateSounds++;
        if (lateSounds > MOST_LATE_SOUNDS) {
            beginAnew(Cause.SOUND, "there is sound now", false);
        }
    }

    /** Sees whether something new begins with this picture. */
    private void observe(MediaPacket picture) throws CaptureException, IOException {
        long atMicros = picture.dtsMicros();
        if (parameters.changesWith(picture)) {
            knownToCopy = false;
            beginAnew(Cause.PARAMETERS, "its parameters changed", false);
        }
        if (lastPictureMicros != UNKNOWN) {
            long stepMicros = atMicros - lastPictureMicros;
            if (stepMicros > longestGapMicros || stepMicros < -SLIGHTLY_BACK_MICROS) {
                beginAnew(Cause.TIMES, "its times jumped by " + stepMicros / 1000 + " ms", true);
            } else if (sourceClock.fellBehind(atMicros)) {
                beginAnew(Cause.LATE, "it fell behind the clock", true);
            } else if (sourceClock.drifted(picture)) {
                beginAnew(Cause.CLOCK, "its clock ran away from ours", true);
            } else if (epoch != null && epochClock.wasSetAhead()) {
                beginAnew(Cause.CLOCK, "the box's clock was set ahead", false);
            }
        }
        lastPictureMicros = atMicros;
        lastPictureArrivedMicros = picture.arrivalMicros();
    }

    private void beginAnew(Cause cause, String why, boolean otherTime) throws CaptureException, IOException {
        if (epoch != null) {
            events.send(new Interrupted(cause, why));
        }
        endEpoch();
        held.close();
        provingSinceMicros = UNKNOWN;
        lastPictureMicros = UNKNOWN;
        straySounds = 0;
        lateSounds = 0;
        if (otherTime) {
            sourceClock.forget();
        }
    }

    private boolean isStray(MediaPacket sound) throws CaptureException, IOException {
        if (lastPictureMicros == UNKNOWN) {
            return false;
        }
        if (sound.arrivalMicros() - lastPictureArrivedMicros > 2 * LONGEST_DISTANCE_OF_SOUND_MICROS) {
            throw new CaptureException(
                    Code.SOURCE_SILENT,
                    "the source sends sound but no picture any more",
                    "see whether the camera is well");
        }
        if (Math.abs(sound.dtsMicros() - lastPictureMicros) <= LONGEST_DISTANCE_OF_SOUND_MICROS) {
            straySounds = 0;
            return false;
        }
        straySounds++;
        if (straySounds > MOST_STRAY_SOUNDS) {
            beginAnew(Cause.SOUND, "its sound is of another time", true);
        }
        return true;
    }

    private void beginIfReady() throws CaptureException, IOException {
        if (!held.showsTracks(source.audio() != null) || !sourceClock.canBeSet(held.pictures())) {
            return;
        }
        Optional<String> obstacle = obstacleToCopying();
        if (obstacle.isEmpty() && !knownToCopy) {
            if (!held.showsKeyframeDistance(settings)) {
                return;
            }
            obstacle = CopyDecision.obstacle(held.pictures(), settings);
        }
        sourceClock.setIfNeeded(held.pictures());
        MediaPacket first = held.pictures().getFirst();
        epochBeganMicros = EpochClock.nowMicros();
        List<MediaPacket> packets = held.take();
        if (obstacle.isPresent()) {
            long zeroTicks = first.ptsTicks();
            epoch = starter.encoding(starter.learnSound(packets), zeroTicks, anchor(zeroTicks), obstacle.get());
        } else {
            knownToCopy = true;
            epoch = starter.copying(packets, first.dtsTicks(), anchor(first.dtsTicks()));
        }
        replay(packets);
    }

    private Optional<String> obstacleToCopying() {
        return neverCopy ? Optional.of("it could not be copied before") : CopyDecision.obstacle(source.video());
    }

    private long anchor(long zeroTicks) {
        return epochClock.anchor(
                sourceClock.wallMicros(MediaPacket.micros(zeroTicks, MediaPacket.VIDEO_TICKS_PER_SECOND)));
    }

    /** They were observed when they came. */
    private void replay(List<MediaPacket> packets) throws CaptureException, IOException {
        Deque<MediaPacket> left = new ArrayDeque<>(packets);
        for (MediaPacket packet = left.poll(); packet != null; packet = left.poll()) {
            Epoch current = epoch;
            if (current == null) {
                packet.close();
                continue;
            }
            sourceClock.await(packet.dtsMicros());
            if (!current.accept(packet)) {
                encodeFromHere(current, packet);
            }
        }
    }

    /** Begins to encode with a picture that cannot be copied; what it needs to be decoded comes from the group before. */
    private void encodeFromHere(Epoch ending, MediaPacket picture) throws CaptureException, IOException {
        neverCopy = true;
        List<MediaPacket> group = ending.takeGroup();
        long zeroTicks = picture.ptsTicks();
        picture.close();
        endEpoch();
        events.send(new Interrupted(Cause.KEYFRAMES, "its pictures can no longer be passed on as they come"));
        epochBeganMicros = EpochClock.nowMicros();
        epoch = starter.encoding(
                ending.hasAudio(),
                zeroTicks,
                anchor(zeroTicks),
                "its keyframes became further apart than it may be copied with");
        for (MediaPacket again : group) {
            if (epoch != null) {
                epoch.accept(again);
            }
        }
    }

    private void endEpoch() throws CaptureException, IOException {
        Epoch ending = epoch;
        epoch = null;
        if (ending != null) {
            steadiness.epochEnded(EpochClock.nowMicros() - epochBeganMicros);
            try (ending) {
                ending.finish(epochClock);
            }
        }
    }

    @Override
    public void close() {
        if (epoch != null) {
            epoch.close();
            epoch = null;
        }
        held.close();
        parameters.close();
    }
}
