package io.skyv.box.capture.child;

import static io.skyv.box.capture.child.CaptureException.check;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * A program that speaks as rpicam-vid does: it refuses options that rpicam-apps 1.6 has not, and writes a film as a transport
 * stream to its standard output, at the speed of a camera.
 */
final class FakePiCamera {
    private static final Set<String> FLAGS = Set.of("--nopreview", "--inline", "--low-latency");
    private static final Set<String> VALUED = Set.of(
            "--verbose",
            "--timeout",
            "--camera",
            "--width",
            "--height",
            "--framerate",
            "--bitrate",
            "--intra",
            "--codec",
            "--libav-format",
            "--output");
    private static final int REFUSED = 255;

    private FakePiCamera() {}

    /** Puts it into {@code directory} as {@code rpicam-vid}. */
    static void install(Path directory, Path film) throws Exception {
        script(
                directory,
                "exec \"" + Path.of(System.getProperty("java.home"), "bin", "java") + "\" -Dfilm=\"" + film
                        + "\" -Dorg.bytedeco.javacpp.cachedir=\"" + RunningChild.LIBRARIES
                        + "\" --enable-native-access=ALL-UNNAMED -cp \"" + System.getProperty("java.class.path") + "\" "
                        + FakePiCamera.class.getName() + " \"$@\"");
    }

    /** Puts a program of that name there that does something else. */
    static void script(Path directory, String body) throws Exception {
        Path program = Files.writeString(directory.resolve(CameraProgram.NAME), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    public static void main(String[] options) throws Exception {
        refuseUnknown(List.of(options));
        MediaLibraries.load();
        play(System.getProperty("film"));
    }

    private static void refuseUnknown(List<String> options) {
        for (int i = 0; i < options.size(); i++) {
            if (VALUED.contains(options.get(i))) {
                i++;
            } else if (!FLAGS.contains(options.get(i))) {
                System.err.println("ERROR: *** unrecognised option '" + options.get(i) + "' ***");
                System.exit(REFUSED);
            }
        }
    }

    private static void play(String film) throws CaptureException {
        AVFormatContext in = new AVFormatContext(null);
        check(avformat_open_input(in, film, null, null), "open the film");
        check(avformat_find_stream_info(in, (AVDictionary) null), "look at the film");
        AVFormatContext out = new AVFormatContext(null);
        check(avformat_alloc_output_context2(out, null, "mpegts", null), "make a transport stream");
        AVStream to = avformat_new_stream(out, null);
        check(avcodec_parameters_copy(to.codecpar(), in.streams(0).codecpar()), "copy parameters");
        to.codecpar().codec_tag(0);
        AVIOContext pipe = new AVIOContext(null);
        check(avio_open2(pipe, "pipe:1", AVIO_FLAG_WRITE, null, null), "open standard output");
        out.pb(pipe);
        check(avformat_write_header(out, (AVDictionary) null), "write the head");
        AVPacket packet = av_packet_alloc();
        Pacer pacer = new Pacer();
        for (long picture = 0; av_read_frame(in, packet) >= 0; picture++) {
            pacer.awaitMicros(MediaPacket.micros(SampleFile.RATE.ticks(picture), MediaPacket.VIDEO_TICKS_PER_SECOND));
            av_packet_rescale_ts(packet, in.streams(0).time_base(), to.time_base());
            packet.stream_index(0);
            packet.pos(-1);
            check(av_interleaved_write_frame(out, packet), "write a picture");
            avio_flush(pipe);
        }
    }
}
